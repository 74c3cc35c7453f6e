using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xia.Emulator.Costs;

namespace Xia.Laboratory.Scenarios.Writing;

/// <summary>Names the content of a scenario.</summary>
/// <remarks>
/// SHA-256 over this text (UTF-8, LF): <c>xia.scenario/1</c>, then the canonical scenario without seed and
/// title, then for each file that it names, in order and once, <c>file LENGTH SHA256</c>, and for the
/// program's own cost table <c>costs LENGTH SHA256</c>. Comments, order of keys and the spelling of numbers
/// do not count.
/// </remarks>
internal static class ScenarioDigest
{
    internal static string Of(Scenario scenario)
    {
        var summary = new StringBuilder("xia.scenario/1\n");
        summary.Append(ScenarioWriter.Write(scenario with { Seed = 0, Title = scenario.Name }));
        foreach (string path in Files(scenario).Select(file => file.Path).Distinct())
        {
            Append(summary, "file", File.ReadAllBytes(path));
        }

        if (scenario.Costs.Source == ScenarioCosts.CostSource.Default)
        {
            Append(summary, "costs", Encoding.UTF8.GetBytes(CostTable.Default.ToJson()));
        }

        return "sha256:" + Hash(Encoding.UTF8.GetBytes(summary.ToString()));
    }

    private static IEnumerable<ScenarioFile> Files(Scenario scenario)
    {
        IEnumerable<ScenarioGraph> graphs = scenario.Nodes.Select(node => node.Graph)
            .Concat(scenario.Machines.Select(machine => machine.Graph));
        foreach (ScenarioGraph graph in graphs)
        {
            yield return graph.Xia;
            yield return graph.Ip;
        }

        foreach (ScenarioMachine machine in scenario.Machines)
        {
            if (machine.Workload is ScenarioWorkload.Trace trace)
            {
                yield return trace.File;
            }
        }

        if (scenario.Costs.File is { } costs)
        {
            yield return costs;
        }
    }

    private static void Append(StringBuilder summary, string what, ReadOnlySpan<byte> bytes) =>
        summary.Append(CultureInfo.InvariantCulture, $"{what} {bytes.Length} {Hash(bytes)}\n");

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
