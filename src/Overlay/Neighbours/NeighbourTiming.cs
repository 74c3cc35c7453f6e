using Xia.Kernel.Time;

namespace Xia.Overlay.Neighbours;

/// <summary>The times and bounds of a <see cref="NeighbourTable{TPacket}"/>.</summary>
public sealed record NeighbourTiming
{
    /// <summary>
    /// After what time a question is asked again (RFC 1122 section 2.3.2.1: no more than one per second).
    /// </summary>
    public Duration RetryAfter { get; init; } = Duration.FromSeconds(1);

    /// <summary>How often a question is asked before the neighbour counts as silent.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>For how long an answer is believed.</summary>
    public Duration Lifetime { get; init; } = Duration.FromSeconds(300);

    /// <summary>At what age of an answer the next use asks again, while the answer is still used.</summary>
    public Duration RefreshAfter { get; init; } = Duration.FromSeconds(240);

    /// <summary>
    /// How many packets wait for one neighbour at most; default 2048, as Click keeps for ARP.
    /// </summary>
    public int MaximumWaiting { get; init; } = 2048;

    /// <summary>How many neighbours are known or asked for at most.</summary>
    public int MaximumNeighbours { get; init; } = 4096;
}
