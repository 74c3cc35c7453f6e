using Xia.Kernel.Time;

namespace Xia.Overlay.Rebinding;

/// <summary>How a mover repeats a rebinding and how long a peer waits for proof of the new place.</summary>
public sealed record RebindingTiming
{
    /// <summary>The shortest time between two transmissions; default 10 ms.</summary>
    public Duration Floor { get; init; } = Duration.FromMilliseconds(10);

    /// <summary>
    /// The time between two transmissions while no round trip was ever measured; default 200 ms.
    /// </summary>
    public Duration Initial { get; init; } = Duration.FromMilliseconds(200);

    /// <summary>The longest time between two transmissions of the first series; default 1 s.</summary>
    public Duration Cap { get; init; } = Duration.FromSeconds(1);

    /// <summary>
    /// How many transmissions are spaced evenly before the spacing doubles each time; default 3.
    /// </summary>
    public int EvenTries { get; init; } = 3;

    /// <summary>How many transmissions the first series has; default 10.</summary>
    public int Tries { get; init; } = 10;

    /// <summary>The time between two transmissions after the first series; default 5 s.</summary>
    public Duration KeepAlive { get; init; } = Duration.FromSeconds(5);

    /// <summary>
    /// How many transmissions follow the first series before the mover falls silent; default 60.
    /// </summary>
    public int KeepAlives { get; init; } = 60;

    /// <summary>
    /// How long a peer waits for the new place to answer before it goes back; default 10 s.
    /// </summary>
    public Duration Patience { get; init; } = Duration.FromSeconds(10);
}
