namespace Xia.Bench.Router.Running;

/// <summary>What one run gave.</summary>
/// <param name="CpuSeconds">User and system time of the whole process.</param>
/// <param name="Counters">What the graph counted, as it prints it.</param>
/// <param name="Packets">How many packets reached the end.</param>
/// <param name="Messages">What it wrote to its standard error.</param>
internal sealed record Outcome(double CpuSeconds, string Counters, long Packets, string Messages);
