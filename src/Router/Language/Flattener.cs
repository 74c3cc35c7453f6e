using Xia.Router.Graph;

namespace Xia.Router.Language;

/// <summary>Turns a text into a flattened configuration.</summary>
internal static class Flattener
{
    public static Configuration Flatten(string text, string fileName, RouterEnvironment environment) =>
        throw new RouterConfigurationException($"{fileName}:1: {text} {environment}");
}
