using System.Diagnostics;
using Xia.Bench.Emulator.Networks;
using Xia.Bench.Emulator.Reports;
using Xia.Kernel.Time;

namespace Xia.Bench.Emulator.Cases;

/// <summary>Measures how many packet-hops one CPU second emulates.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Network">The network.</param>
/// <param name="Arm">The architecture.</param>
internal sealed record NetworkCase(string Name, BenchNetwork Network, string Arm)
{
    /// <summary>The four cases.</summary>
    public static IReadOnlyList<NetworkCase> All { get; } =
    [
        new("line-ip", BenchNetwork.Line, ScenarioText.IpArm),
        new("line-xia", BenchNetwork.Line, ScenarioText.XiaArm),
        new("grid-ip", BenchNetwork.Grid, ScenarioText.IpArm),
        new("grid-xia", BenchNetwork.Grid, ScenarioText.XiaArm),
    ];

    /// <summary>Builds the network, warms it up and measures its windows.</summary>
    public NetworkResult Run(BenchOptions options)
    {
        using RunningNetwork network = new(Network, Arm);
        WarmUp(network, options);
        List<RoundResult> rounds = [];
        for (int i = 0; i < options.Rounds; i++)
        {
            rounds.Add(Measure(network, options.Window));
        }

        network.Finish();
        return NetworkResult.Of(Name, options.Window.TotalSeconds, rounds, network.Sent, network.Received);
    }

    /// <summary>Runs until the runtime has compiled what is hot with its profile, and pools and tables are grown.</summary>
    private static void WarmUp(RunningNetwork network, BenchOptions options)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        while (Stopwatch.GetElapsedTime(start) < options.WarmUp
            || Environment.CpuUsage.TotalTime - before < options.WarmUp)
        {
            network.RunFor(options.Window / 8);
        }

        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
    }

    private static RoundResult Measure(RunningNetwork network, Duration window)
    {
        long hops = network.Hops;
        long events = network.Events;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        network.RunFor(window);
        TimeSpan wall = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new RoundResult(
            network.Hops - hops, network.Events - events, wall.TotalSeconds, cpu.TotalSeconds, allocated);
    }
}
