using Xia.Kernel.Time;

namespace Xia.Node.Running;

/// <summary>
/// A clock that stands still but for a tick per reading, and jumps when nothing is to be done.
/// </summary>
public sealed class SimulatedClock : RouterClock
{
    private static readonly Duration Tick = Duration.FromNanoseconds(1);

    private Instant _now = Beginning;

    /// <summary>The time at which every simulation begins.</summary>
    public static Instant Beginning { get; } = Instant.Zero + Duration.FromSeconds(1_000_000_000);

    /// <inheritdoc/>
    public override Instant Read() => _now += Tick;

    /// <inheritdoc/>
    public override Duration PassUntil(Instant deadline)
    {
        _now = Instant.Max(_now, deadline - Tick);
        return Duration.Zero;
    }
}
