using System.Diagnostics;
using Xia.Bench.Emulator.Moves;
using Xia.Bench.Emulator.Reports;
using Xia.Migration.Machines;

namespace Xia.Bench.Emulator.Cases;

/// <summary>Measures how fast the engine takes a machine's pages from one memory into another.</summary>
internal static class MigrationCase
{
    /// <summary>What the command line calls it.</summary>
    public const string Name = "migration";

    private const int WarmUpRounds = 3;

    /// <summary>Moves machines of zero pages and of random pages.</summary>
    public static IReadOnlyList<MigrationResult> Run(BenchOptions options) =>
        [Measure("zero pages", true, options.Rounds), Measure("random pages", false, options.Rounds)];

    private static MigrationResult Measure(string name, bool isZero, int rounds)
    {
        List<(double Cpu, double Wall)> results = [];
        for (int round = 0; round < WarmUpRounds + rounds; round++)
        {
            MoveBench bench = new(isZero, round);
            GC.Collect();
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            bench.Move();
            double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (round >= WarmUpRounds)
            {
                results.Add(((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, wall));
            }
        }

        (double Cpu, double Wall) median = results.Order().ElementAt(results.Count / 2);
        double gigabytes = (double)MoveBench.PageCount * IGuestMemory.PageSizeBytes / 1e9;
        return new MigrationResult(
            name, rounds, MoveBench.PageCount, median.Wall, median.Cpu, gigabytes / median.Cpu,
            gigabytes / results.Max().Cpu, gigabytes / results.Min().Cpu);
    }
}
