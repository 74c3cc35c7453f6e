using Xia.Kernel.Time;

namespace Xia.Workload.Clients;

/// <summary>A time between two consecutive answers.</summary>
/// <param name="Start">When the first arrived.</param>
/// <param name="End">When the second did.</param>
public readonly record struct Gap(Instant Start, Instant End)
{
    /// <summary>How long it was.</summary>
    public Duration Length => End - Start;
}
