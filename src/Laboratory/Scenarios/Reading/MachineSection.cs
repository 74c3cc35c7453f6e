using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads <c>machines</c>.</summary>
internal static class MachineSection
{
    internal const int MaximumVirtualCpus = 256;
    internal const int MaximumKeys = 100_000_000;
    private const int DefaultKeys = 10_000;
    private const long DefaultRegionBytes = 16L << 20;

    internal static void Read(MapReader root, ReadingContext context)
    {
        foreach (YamlMap.Entry entry in root.Map("machines", "machines by name, each with 'on', 'memory'"))
        {
            string name = Values.Read(
                new YamlScalar(entry.KeyPosition, entry.Key, true), Values.Name, "machine", context.Mistakes);
            context.MachineNames.Declare(name, entry.KeyPosition);
            if (context.NodeNames.Contains(name))
            {
                context.Wrong(
                    entry.KeyPosition, $"machine '{name}' has the name of a node; each needs its own");
            }

            if (MapReader.Of(entry.Value, $"machine {name}", context.Mistakes) is { } map)
            {
                context.Machines.Add(ReadMachine(name, map, context));
            }
        }
    }

    private static ScenarioMachine ReadMachine(string name, MapReader map, ReadingContext context)
    {
        string? host = HostReading.Require(map, "on", context);
        long memoryBytes = map.Require("memory", Values.PageSize);
        var machine = new ScenarioMachine(
            name,
            host ?? "",
            memoryBytes,
            map.Read("vcpus", Values.Count(1, MaximumVirtualCpus), 1),
            GraphReading.Read(map, "guest", context),
            ReadWorkload(map, memoryBytes, context),
            ReadServices(map, context),
            map.ReadOptional("address", Values.Address));
        map.Finish();
        return machine;
    }

    private static ScenarioWorkload ReadWorkload(MapReader map, long memoryBytes, ReadingContext context)
    {
        YamlValue? value = map.Find("workload");
        if (value is null or YamlScalar { IsNull: true } or YamlScalar { Text: "none" })
        {
            return new ScenarioWorkload.None();
        }

        if (value is not YamlMap)
        {
            context.Wrong(
                value.Position,
                $"'workload': expected {{ trace: name }}, {{ writer: … }} or none, found "
                + $"{value.Description}");
            return new ScenarioWorkload.None();
        }

        MapReader workload = MapReader.Of(value, "workload", context.Mistakes)!;
        ScenarioWorkload result = new ScenarioWorkload.None();
        switch (workload.RequireOneOf("trace", "writer"))
        {
            case "trace":
                result = ReadTrace(workload, context);
                break;
            case "writer":
                workload.Refuse("is for traces", "after");
                result = ReadWriter(workload, memoryBytes, context);
                break;
            default:
                workload.Has("after");
                break;
        }

        workload.Finish();
        return result;
    }

    private static ScenarioWorkload.Trace ReadTrace(MapReader map, ReadingContext context)
    {
        string name = map.Require("trace", Values.Text);
        ScenarioFile? file = name.Length == 0 ? null : context.Library.FindTrace(name);
        if (file is null && name.Length > 0)
        {
            context.Wrong(map.PositionOf("trace"), ScenarioLibrary.IsPath(name)
                ? $"'trace': there is no file '{name}' in the scenario's folder"
                : $"'trace': there is no trace '{name}'{Suggestion.For(name, context.Library.TraceNames())}");
        }

        return new ScenarioWorkload.Trace(
            file ?? new ScenarioFile(name, ""),
            map.Read("after", Values.Word<ScenarioWorkload.TraceEnd>(), ScenarioWorkload.TraceEnd.Hold));
    }

    private static ScenarioWorkload.Writer ReadWriter(MapReader map, long memoryBytes, ReadingContext context)
    {
        List<ScenarioWorkload.WriterClass> classes = [];
        long totalBytes = 0;
        const string Expected = "classes of pages by name, such as { hot: { region: 4MiB } }";
        foreach (YamlMap.Entry entry in map.Map("writer", Expected))
        {
            string name = Values.Read(
                new YamlScalar(entry.KeyPosition, entry.Key, true), Values.Name, "class", context.Mistakes);
            if (MapReader.Of(entry.Value, $"writer class {name}", context.Mistakes) is not { } part)
            {
                continue;
            }

            classes.Add(new ScenarioWorkload.WriterClass(
                name,
                part.Require("region", Values.PageSize),
                part.Require("rate", Values.PerSecond),
                part.Read("bytes", Values.Count(1, Values.PageBytes), 8),
                part.Read(
                    "content",
                    Values.Word<ScenarioWorkload.PageContent>(),
                    ScenarioWorkload.PageContent.Random)));
            part.Finish();
            totalBytes += classes[^1].RegionBytes;
        }

        if (totalBytes > memoryBytes)
        {
            context.Wrong(
                map.PositionOf("writer"),
                $"'writer': expected regions that fit into {memoryBytes} bytes of memory, found "
                + $"{totalBytes}");
        }

        return new ScenarioWorkload.Writer(classes);
    }

    private static List<ScenarioService> ReadServices(MapReader map, ReadingContext context)
    {
        List<ScenarioService> services = [];
        foreach (YamlValue item in map.List("services", "services such as { kv: { keys: 10000 } }"))
        {
            if (MapReader.Of(item, "service", context.Mistakes) is not { } outer)
            {
                continue;
            }

            if (outer.RequireOneOf("kv") is not null
                && MapReader.Of(outer.Find("kv")!, "service kv", context.Mistakes) is { } kv)
            {
                var service = new ScenarioService.KeyValue(
                    kv.Read("name", Values.Name, "kv"),
                    kv.Read("keys", Values.Count(1, MaximumKeys), DefaultKeys),
                    kv.Read("region", Values.PageSize, DefaultRegionBytes));
                kv.Finish();
                if (services.Exists(other => other.Name == service.Name))
                {
                    context.Wrong(
                        outer.Position,
                        $"duplicate service '{service.Name}'; give one of them another 'name'");
                }

                services.Add(service);
            }

            outer.Finish();
        }

        return services;
    }
}
