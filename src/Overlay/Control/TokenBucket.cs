using Xia.Kernel.Time;

namespace Xia.Overlay.Control;

/// <summary>Lets events pass at a rate, and a burst of them at once after a rest.</summary>
/// <remarks>
/// Kept as the time at which the bucket would be full again (the generic cell rate algorithm of ITU-T I.371),
/// so it is exact in whole nanoseconds and needs no timer.
/// </remarks>
public sealed class TokenBucket
{
    private readonly Duration _interval;
    private readonly Duration _tolerance;
    private Instant _fullAt;

    /// <summary>A full bucket.</summary>
    /// <param name="eventsPerSecond">The rate; 1 to 10⁹.</param>
    /// <param name="burst">How many pass at once; at least 1.</param>
    public TokenBucket(int eventsPerSecond, int burst)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eventsPerSecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(eventsPerSecond, 1_000_000_000);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        _interval = Duration.FromSeconds(1) / eventsPerSecond;
        _tolerance = _interval * (burst - 1);
    }

    /// <summary>Whether one more event may pass now; if so it has.</summary>
    public bool TryTake(Instant now)
    {
        Instant fullAt = Instant.Max(_fullAt, now);
        if (fullAt - now > _tolerance)
        {
            return false;
        }

        _fullAt = fullAt + _interval;
        return true;
    }
}
