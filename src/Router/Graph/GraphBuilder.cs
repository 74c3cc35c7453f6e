using Xia.Router.Language;

namespace Xia.Router.Graph;

/// <summary>Builds, configures and initializes a graph from a flattened configuration.</summary>
internal static class GraphBuilder
{
    public static RouterGraph Build(Configuration configuration, RouterEnvironment environment)
    {
        var router = new RouterGraph(environment, configuration, []);
        router.OpenDevices();
        router.Started();
        return router;
    }
}
