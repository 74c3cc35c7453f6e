using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads <c>graph</c> of a node or machine.</summary>
internal static class GraphReading
{
    /// <summary>The graphs under a key, or those of a library name without it.</summary>
    internal static ScenarioGraph Read(MapReader map, string? fallback, ReadingContext context)
    {
        const string Expected = "a graph of the library, a .click file, or { xia: file, ip: file }";
        switch (fallback is null ? map.Require("graph", Expected) : map.Find("graph"))
        {
            case YamlMap pair when MapReader.Of(pair, "graph", context.Mistakes) is { } files:
                ScenarioFile xia = ReadFile(files.Require("xia", "a graph"), Architecture.Xia, context);
                ScenarioFile ip = ReadFile(files.Require("ip", "a graph"), Architecture.Ip, context);
                files.Finish();
                return new ScenarioGraph(null, xia, ip);
            case YamlScalar { IsNull: false } name:
                return Both(name, context);
            case { } other:
                context.Wrong(other.Position, $"'graph': expected {Expected}, found {other.Description}");
                return Placeholder(fallback);
            default:
                return fallback is null
                    ? Placeholder(fallback)
                    : Both(new YamlScalar(map.Position, fallback, false), context);
        }
    }

    private static ScenarioGraph Placeholder(string? name) =>
        new(name, new ScenarioFile("", ""), new ScenarioFile("", ""));

    private static ScenarioGraph Both(YamlScalar name, ReadingContext context) => new(
        name.Text, ReadFile(name, Architecture.Xia, context), ReadFile(name, Architecture.Ip, context));

    private static ScenarioFile ReadFile(YamlValue? value, Architecture architecture, ReadingContext context)
    {
        if (value is null)
        {
            return new ScenarioFile("", "");
        }

        string name = Values.Read(value, Values.Text, "'graph'", context.Mistakes);
        if (name.Length == 0)
        {
            return new ScenarioFile("", "");
        }

        if (context.Library.FindGraph(name, architecture) is { } file)
        {
            return file;
        }

        context.Wrong(value.Position, ScenarioLibrary.IsPath(name)
            ? $"'graph': there is no file '{name}' in the scenario's folder"
            : $"'graph': the library has no graph '{name}' for {Words.Of(architecture)}"
            + Suggestion.For(name, context.Library.GraphNames(architecture)));
        return new ScenarioFile(name, "");
    }
}
