using System.Globalization;
using Xia.Bench.Router.Cases;
using Xia.Bench.Router.Reports;

namespace Xia.Bench.Router.Running;

/// <summary>Runs a case with one or two clicks in turn, a process for each run.</summary>
/// <remarks>
/// A round is a run with few packets and a run with many, of either click. The few are chosen so that every
/// click has used its CPU time of warm-up before the window between the two begins. Beside the window's rate
/// stands that of the whole process, less what the same graph takes for one packet: start, reading, filling
/// tables.
/// </remarks>
internal sealed class CaseRunner(BenchOptions options, string folder)
{
    private const int StartRounds = 3;
    private const int PrintedPackets = 200;
    private const double WarmUpSeconds = 0.3;

    // Times vary from run to run; the choice leaves room for that.
    private const double WarmUpReserve = 1.15;
    private const long LeastWarmUpPackets = 500_000;

    /// <summary>Runs all rounds of a case.</summary>
    /// <param name="subject">The case.</param>
    /// <param name="ours">The click under test.</param>
    /// <param name="native">What it is compared with; null for nothing.</param>
    public CaseResult Run(BenchCase subject, ClickCommand ours, ClickCommand? native)
    {
        string graph = Prepare(subject, isPrinting: false);
        string? difference = CompareContents(subject, ours, native);
        long few = FindWarmUp(subject, graph, native is null ? [ours] : [ours, native]);
        long many = few + Math.Max(few, (long)(subject.Packets * options.Scale));
        Series our = new(StartSeconds(subject, ours, graph));
        Series? other = native is null ? null : new(StartSeconds(subject, native, graph));
        for (int round = 0; round < options.Rounds; round++)
        {
            Outcome one = RunPair(subject, ours, graph, few, many, our);
            if (one.Packets != many)
            {
                difference ??= $"{one.Packets} of {many} packets arrived";
            }

            if (native is not null)
            {
                Outcome two = RunPair(subject, native, graph, few, many, other!);
                if (two.Counters != one.Counters || two.Packets != one.Packets)
                {
                    difference ??= $"'{one.Counters}' here, '{two.Counters}' there";
                }
            }
        }

        return new CaseResult(subject.Group, subject.Title, few, many, our, other, difference);
    }

    // The second run's outcome; the rates of both go into the series.
    private static Outcome RunPair(
        BenchCase subject, ClickCommand command, string graph, long few, long many, Series series)
    {
        double first = command.Run(graph, Variables(subject, few)).CpuSeconds;
        Outcome outcome = command.Run(graph, Variables(subject, many));
        series.Add(few, first, many, outcome.CpuSeconds);
        return outcome;
    }

    // So many packets that the process of each click takes as long as the warm-up lasts.
    private static long FindWarmUp(BenchCase subject, string graph, IReadOnlyList<ClickCommand> commands)
    {
        long packets = LeastWarmUpPackets;
        foreach (ClickCommand command in commands)
        {
            while (command.Run(graph, Variables(subject, packets)).CpuSeconds < WarmUpSeconds * WarmUpReserve)
            {
                packets += packets / 2;
            }
        }

        return packets;
    }

    private static double StartSeconds(BenchCase subject, ClickCommand command, string graph)
    {
        IEnumerable<Outcome> runs =
            Enumerable.Range(0, StartRounds).Select(_ => command.Run(graph, Variables(subject, 1)));
        return Statistics.Median([.. runs.Select(run => run.CpuSeconds)]);
    }

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
                "c :: Counter -> Discard",
                "c :: Counter -> Print(out, 200) -> Discard",
                StringComparison.Ordinal);
        }

        string graph = Path.Combine(folder, isPrinting ? $"printing-{subject.Graph}" : subject.Graph);
        File.WriteAllText(graph, text);
        return graph;
    }
}
