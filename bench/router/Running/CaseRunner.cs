using System.Globalization;
using Xia.Bench.Router.Cases;
using Xia.Bench.Router.Reports;

namespace Xia.Bench.Router.Running;

/// <summary>Runs a case with one or two clicks in turn, a process for each run.</summary>
/// <remarks>
/// A rate is packets per CPU second of the process, less what the same graph takes for one packet: start,
/// reading, filling tables.
/// </remarks>
internal sealed class CaseRunner(BenchOptions options, string folder)
{
    private const int StartRounds = 3;
    private const int PrintedPackets = 200;

    /// <summary>Runs all rounds of a case.</summary>
    /// <param name="subject">The case.</param>
    /// <param name="ours">The click under test.</param>
    /// <param name="native">What it is compared with; null for nothing.</param>
    public CaseResult Run(BenchCase subject, ClickCommand ours, ClickCommand? native)
    {
        string graph = Prepare(subject, isPrinting: false);
        long packets = (long)(subject.Packets * options.Scale);
        double ourStart = StartSeconds(subject, ours, graph);
        double nativeStart = native is null ? 0 : StartSeconds(subject, native, graph);
        List<double> ourRates = [];
        List<double> nativeRates = [];
        string? difference = CompareContents(subject, ours, native);
        for (int round = 0; round < options.Rounds; round++)
        {
            Outcome one = ours.Run(graph, Variables(subject, packets));
            ourRates.Add(packets / (one.CpuSeconds - ourStart));
            if (one.Packets != packets)
            {
                difference ??= $"{one.Packets} of {packets} packets arrived";
            }

            if (native is not null)
            {
                Outcome other = native.Run(graph, Variables(subject, packets));
                nativeRates.Add(packets / (other.CpuSeconds - nativeStart));
                if (other.Counters != one.Counters || other.Packets != one.Packets)
                {
                    difference ??= $"'{one.Counters}' here, '{other.Counters}' there";
                }
            }
        }

        return new CaseResult(
            subject.Group, subject.Title, packets, ourRates, nativeRates, ourStart, nativeStart, difference);
    }

    private static double StartSeconds(BenchCase subject, ClickCommand command, string graph) => Statistics.Median(
        [.. Enumerable.Range(0, StartRounds).Select(_ => command.Run(graph, Variables(subject, 1)).CpuSeconds)]);

    private static IEnumerable<string> Variables(BenchCase subject, long packets) =>
        subject.Variables.Select(variable => $"{variable.Key}={variable.Value}")
            .Append(string.Create(CultureInfo.InvariantCulture, $"N={packets}"));

    // The same packets must come out, byte for byte: of the other click, or without the flow cache.
    private string? CompareContents(BenchCase subject, ClickCommand ours, ClickCommand? native)
    {
        BenchCase other = subject;
        if (native is null)
        {
            if (!subject.IsXia || subject.Variables["CACHE"] == "0")
            {
                return null;
            }

            Dictionary<string, string> variables = new(subject.Variables) { ["CACHE"] = "0" };
            other = subject with { Variables = variables };
        }

        string graph = Prepare(subject, isPrinting: true);

        // What is drawn depends on when a graph starts, unless time is simulated.
        string[] clock = subject.IsXia ? ["--simtime"] : [];
        string one = ours.Run(graph, [.. clock, .. Variables(subject, PrintedPackets)]).Messages;
        string two = (native ?? ours).Run(graph, [.. clock, .. Variables(other, PrintedPackets)]).Messages;
        return one == two && one.Length > PrintedPackets ? null : "the packets that come out differ";
    }

    private string Prepare(BenchCase subject, bool isPrinting)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Graphs", subject.Graph));
        if (subject.TableClass is { } tableClass)
        {
            string routes = Path.Combine(folder, $"routes-{subject.RouteCount}.ctrl");
            if (!File.Exists(routes))
            {
                RouteFile.Write(routes, subject.RouteCount);
            }

            text = text.Replace(":: TABLE(", $":: {tableClass}(", StringComparison.Ordinal)
                .Replace("routes.ctrl", routes, StringComparison.Ordinal);
        }

        if (isPrinting)
        {
            text = text.Replace(
                "c :: Counter -> Discard", "c :: Counter -> Print(out, 200) -> Discard", StringComparison.Ordinal);
        }

        string graph = Path.Combine(folder, isPrinting ? $"printing-{subject.Graph}" : subject.Graph);
        File.WriteAllText(graph, text);
        return graph;
    }
}
