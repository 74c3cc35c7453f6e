using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads <c>clients</c>.</summary>
internal static class ClientSection
{
    internal const int SmallestDatagramBytes = 32;
    internal const int LargestDatagramBytes = 1200;
    private const int DefaultDatagramBytes = 64;

    internal static void Read(MapReader root, ReadingContext context)
    {
        const string Expected = "clients, each with 'name', 'on', 'to' and what it does";
        foreach (YamlValue item in root.List("clients", Expected))
        {
            if (MapReader.Of(item, "client", context.Mistakes) is { } map)
            {
                context.Clients.Add(ReadClient(map, context));
            }
        }
    }

    private static ScenarioClient ReadClient(MapReader map, ReadingContext context)
    {
        string name = map.Require("name", Values.Name);
        context.ClientNames.Declare(name, map.PositionOf("name"));
        string? host = HostReading.Require(map, "on", context);
        (string machine, string service) = ReadPeer(map, context);
        ScenarioTraffic traffic = ReadTraffic(map, context);
        Instant start = map.Read("start", Values.Instant, default);
        Instant? stop = map.ReadOptional("stop", Values.Instant);
        if (stop <= start)
        {
            context.Wrong(
                map.PositionOf("stop"),
                $"'stop': expected a time after the start at {start}, found '{stop}'");
        }

        map.Finish();
        return new ScenarioClient(name, host ?? "", machine, service, traffic, start, stop);
    }

    private static (string Machine, string Service) ReadPeer(MapReader map, ReadingContext context)
    {
        const string Expected = "a machine's service such as web.kv";
        if (map.Require("to", Expected) is not { } value)
        {
            return ("", "");
        }

        string[] parts = value is YamlScalar scalar ? scalar.Text.Split('.') : [];
        if (parts.Length != 2)
        {
            context.Wrong(value.Position, $"'to': expected {Expected}, found {value.Description}");
            return ("", "");
        }

        if (context.MachineNames.Resolve(new YamlScalar(value.Position, parts[0], true), "to") is null)
        {
            return ("", "");
        }

        string[]? services =
            context.FindMachine(parts[0])?.Services.Select(service => service.Name).ToArray();
        if (services?.Contains(parts[1]) == false)
        {
            context.Wrong(
                value.Position,
                $"'to': machine '{parts[0]}' has no service '{parts[1]}'"
                + Suggestion.For(parts[1], services));
        }

        return (parts[0], parts[1]);
    }

    private static ScenarioTraffic ReadTraffic(MapReader map, ReadingContext context)
    {
        string? kind = map.RequireOneOf("datagrams", "stream", "connect");
        ScenarioTraffic result = new ScenarioTraffic.Connect(Duration.FromSeconds(1));
        if (kind is null || MapReader.Of(map.Find(kind)!, kind, context.Mistakes) is not { } part)
        {
            return result;
        }

        switch (kind)
        {
            case "datagrams":
                result = new ScenarioTraffic.Datagrams(
                    part.Require("every", Values.PositiveDuration),
                    (int)part.Read("size", DatagramSize, DefaultDatagramBytes));
                break;
            case "stream":
                result = new ScenarioTraffic.Stream(part.Require("rate", Values.Rate));
                break;
            default:
                result = new ScenarioTraffic.Connect(part.Require("every", Values.PositiveDuration));
                break;
        }

        part.Finish();
        return result;
    }

    private static ValueKind<long> DatagramSize => Values.Size.That(
        $"a size from {SmallestDatagramBytes}B to {LargestDatagramBytes}B",
        value => value is >= SmallestDatagramBytes and <= LargestDatagramBytes,
        DefaultDatagramBytes);
}
