using System.Globalization;
using System.Text;

namespace Xia.Bench.Emulator.Networks;

/// <summary>Writes a network as a scenario file, so that it is read, planned and built as every other.</summary>
/// <remarks>Each router is the router of a domain of its own; its host, if it has one, hangs on it by a link.</remarks>
internal static class ScenarioText
{
    /// <summary>The name of the arm over IP.</summary>
    public const string IpArm = "ip";

    /// <summary>The name of the arm over XIA.</summary>
    public const string XiaArm = "xia";

    /// <summary>The name of a router's host.</summary>
    public static string HostName(int router) => string.Create(CultureInfo.InvariantCulture, $"h{router}");

    /// <summary>The whole file. Links are those of the comparison; 1000 packets of 1044 bytes fit into a queue.</summary>
    public static string Of(BenchNetwork network)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"name: bench-{network.Name}");
        text.AppendLine("until: 3600s").AppendLine("costs: none").AppendLine("networks:");
        for (int i = 0; i < network.Routers; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  n{i}: {{ ad: n{i}, prefix: 10.{i}.0.0/16 }}");
        }

        text.AppendLine("nodes:");
        for (int i = 0; i < network.Routers; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  r{i}: {{ in: n{i}, graph: router }}");
        }

        foreach (int i in network.Hosts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {HostName(i)}: {{ in: n{i}, graph: host }}");
        }

        text.AppendLine("defaults:").AppendLine("  link: { rate: 1Gbps, delay: 1ms, queue: 1044kB }").AppendLine("links:");
        foreach ((int first, int second) in network.Links)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  - {{ between: [r{first}, r{second}] }}");
        }

        foreach (int i in network.Hosts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  - {{ between: [{HostName(i)}, r{i}] }}");
        }

        text.AppendLine("arms:");
        text.AppendLine(CultureInfo.InvariantCulture, $"  - {{ name: {XiaArm}, network: xia, mobility: none }}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  - {{ name: {IpArm}, network: ip, mobility: none }}");
        return text.ToString();
    }
}
