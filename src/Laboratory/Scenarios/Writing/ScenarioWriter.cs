using System.Globalization;
using System.Text;
using static Xia.Kernel.Units.UnitFormatter;

namespace Xia.Laboratory.Scenarios.Writing;

/// <summary>
/// Writes a scenario in its canonical form: every default filled in, keys and spelling fixed.
/// </summary>
/// <remarks>The text is a scenario file again, and reading it gives the same scenario.</remarks>
public static class ScenarioWriter
{
    /// <summary>The canonical text.</summary>
    public static string Write(Scenario scenario)
    {
        var text = new StringBuilder();
        Line(text, $"name: {scenario.Name}");
        Line(text, $"title: {Quote(scenario.Title)}");
        Line(text, $"seed: {scenario.Seed}");
        Line(text, $"until: {scenario.Until}");
        Line(text, $"sessionTimeout: {FormatDuration(scenario.SessionTimeout)}");
        Section(
            text,
            "networks",
            scenario.Networks,
            n => $"  {n.Name}: {{ ad: {n.Domain}, prefix: {n.Prefix} }}");
        Section(text, "nodes", scenario.Nodes, node => "  " + NodeText(node));
        Section(text, "links", scenario.Links, link => "  - " + LinkText(link));
        Section(text, "machines", scenario.Machines, machine => "  " + MachineText(machine));
        Section(text, "clients", scenario.Clients, client => "  - " + ClientText(client));
        Section(text, "events", scenario.Events, item => "  - " + EventText(item));
        Section(text, "arms", scenario.Arms, arm => "  - " + ArmText(arm));
        Section(text, "captures", scenario.Captures, capture =>
            $"  - {{ link: {capture.Link}{Optional("snap", capture.SnapBytes, n => FormatSize(n))} }}");
        Line(text, $"costs: {CostsText(scenario.Costs)}");
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Section<T>(
        StringBuilder text, string key, IReadOnlyList<T> items, Func<T, string> write)
    {
        if (items.Count > 0)
        {
            text.Append(key).Append(":\n");
            foreach (T item in items)
            {
                text.Append(write(item)).Append('\n');
            }
        }
    }

    private static string Optional<T>(string key, T? value, Func<T, string> format)
        where T : struct => value is { } present ? $", {key}: {format(present)}" : "";

    private static string Quote(string text) =>
        '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal) + '"';

    private static string Truth(bool value) => value ? "true" : "false";

    private static string GraphText(ScenarioGraph graph) => graph.Name is { } name
        ? Quote(name)
        : $"{{ xia: {Quote(graph.Xia.Name)}, ip: {Quote(graph.Ip.Name)} }}";

    private static string NodeText(ScenarioNode node) =>
        $"{node.Name}: {{ in: {node.Network}, role: {Words.Of(node.Role)}, graph: {GraphText(node.Graph)}, "
        + $"cores: {node.Cores}{Optional("address", node.Address, a => a.ToString())} }}";

    private static string LinkText(ScenarioLink link) =>
        $"{{ between: [{link.First}, {link.Second}], name: {link.Name}, in: {link.Network}, "
        + $"rate: {FormatRate(link.RateBitsPerSecond)}, delay: {FormatDuration(link.Delay)}, "
        + $"jitter: {FormatDuration(link.Jitter)}, queue: {FormatSize(link.QueueBytes)}, "
        + $"loss: {FormatShare(link.LossPartsPerBillion)}"
        + $"{Optional("subnet", link.Subnet, s => s.ToString())} }}";

    private static string MachineText(ScenarioMachine machine) =>
        $"{machine.Name}: {{ on: {machine.Host}, memory: {FormatSize(machine.MemoryBytes)}, "
        + $"vcpus: {machine.VirtualCpus}, graph: {GraphText(machine.Graph)}, "
        + $"workload: {WorkloadText(machine.Workload)}, "
        + $"services: [{string.Join(", ", machine.Services.Select(ServiceText))}]"
        + $"{Optional("address", machine.Address, a => a.ToString())} }}";

    private static string WorkloadText(ScenarioWorkload workload) => workload switch
    {
        ScenarioWorkload.Trace trace =>
            $"{{ trace: {Quote(trace.File.Name)}, after: {Words.Of(trace.After)} }}",
        ScenarioWorkload.Writer writer =>
            $"{{ writer: {{ {string.Join(", ", writer.Classes.Select(ClassText))} }} }}",
        _ => "none",
    };

    private static string ClassText(ScenarioWorkload.WriterClass part) =>
        $"{part.Name}: {{ region: {FormatSize(part.RegionBytes)}, rate: {part.WritesPerSecond}/s, "
        + $"bytes: {part.BytesPerWrite}, content: {Words.Of(part.Content)} }}";

    private static string ServiceText(ScenarioService service) => service switch
    {
        ScenarioService.KeyValue kv =>
            $"{{ kv: {{ name: {kv.Name}, keys: {kv.Keys}, region: {FormatSize(kv.RegionBytes)} }} }}",
        _ => throw new NotSupportedException($"The service {service.Name} has no text."),
    };

    private static string ClientText(ScenarioClient client) =>
        $"{{ name: {client.Name}, on: {client.Host}, to: {client.Peer}, {TrafficText(client.Traffic)}, "
        + $"start: {client.Start}{Optional("stop", client.Stop, stop => stop.ToString())} }}";

    private static string TrafficText(ScenarioTraffic traffic) => traffic switch
    {
        ScenarioTraffic.Datagrams probe =>
            $"datagrams: {{ every: {FormatDuration(probe.Every)}, size: {FormatSize(probe.SizeBytes)} }}",
        ScenarioTraffic.Stream stream => $"stream: {{ rate: {FormatRate(stream.RateBitsPerSecond)} }}",
        ScenarioTraffic.Connect connect => $"connect: {{ every: {FormatDuration(connect.Every)} }}",
        _ => throw new NotSupportedException("This traffic has no text."),
    };

    private static string EventText(ScenarioEvent item)
    {
        string when = item.When switch
        {
            ScenarioTrigger.On on =>
                $"on: {on.Machine}.{Words.Of(on.Moment)}, after: {FormatDuration(on.Delay)}",
            ScenarioTrigger.At at => $"at: {at.Time}",
            _ => throw new NotSupportedException("This trigger has no text."),
        };
        string arm = item.Arm is null ? "" : $", arm: {item.Arm}";
        return $"{{ {when}{arm}, {ActionText(item)} }}";
    }

    private static string ActionText(ScenarioEvent item) => item switch
    {
        ScenarioEvent.Migrate move =>
            $"migrate: {move.Machine}, to: {move.To}, strategy: {Words.Of(move.Strategy)}"
            + Optional("limit", move.LimitBytesPerSecond, limit => FormatRate(limit * 8))
            + $", downtime: {FormatDuration(move.Downtime)}, maxRounds: {move.MaxRounds}"
            + Optional("maxTime", move.MaxTime, FormatDuration)
            + Optional("forcedPause", move.ForcedPause, FormatDuration),
        ScenarioEvent.WriteHandler write =>
            $"write: {Quote($"{write.Node}.{write.Handler}")}, value: {Quote(write.Value)}",
        ScenarioEvent.ChangeLink change =>
            $"link: {change.Link}{Optional("loss", change.LossPartsPerBillion, FormatShare)}"
            + Optional("delay", change.Delay, FormatDuration)
            + Optional("rate", change.RateBitsPerSecond, FormatRate)
            + Optional("up", change.IsUp, Truth),
        ScenarioEvent.CorruptFrame corrupt =>
            $"corrupt: {{ link: {corrupt.Link}, {(corrupt.MigrationOnly ? "migrationFrame" : "frame")}: "
            + $"{corrupt.Frame}, byte: {corrupt.ByteOffset}, fixChecksum: {Truth(corrupt.FixesChecksum)} }}",
        _ => throw new NotSupportedException("This event has no text."),
    };

    private static string ArmText(ScenarioArm arm) =>
        $"{{ name: {arm.Name}, network: {Words.Of(arm.Network)}, mobility: {Words.Of(arm.Mobility)}, "
        + $"forwarding: {Words.Of(arm.Forwarding)}, kick: {Truth(arm.Kick)}, anticipated: "
        + $"{Truth(arm.Anticipated)}, "
        + $"sourceDiesAtCommit: {Truth(arm.SourceDiesAtCommit)} }}";

    private static string CostsText(ScenarioCosts costs) => costs.Source switch
    {
        ScenarioCosts.CostSource.None => "none",
        ScenarioCosts.CostSource.Default => "default",
        _ => Quote(costs.File?.Name ?? ""),
    };
}
