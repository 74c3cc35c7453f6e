using Xia.Kernel.Time;

namespace Xia.Node.Running;

/// <summary>The time of the world since 1970.</summary>
public sealed class RealClock : RouterClock
{
    private const int NanosecondsPerTick = 100;

    private readonly TimeProvider _time;
    private readonly long _startTimestamp;
    private readonly long _startNanoseconds;

    /// <summary>A clock that is set once and then runs by the steady counter.</summary>
    public RealClock(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _startTimestamp = time.GetTimestamp();
        _startNanoseconds = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;
    }

    /// <inheritdoc/>
    public override Instant Read()
    {
        Int128 elapsed = (Int128)(_time.GetTimestamp() - _startTimestamp) * 1_000_000_000
            / _time.TimestampFrequency;
        return new Instant(_startNanoseconds + (long)elapsed);
    }

    /// <inheritdoc/>
    public override Duration PassUntil(Instant deadline) => Duration.Max(deadline - Read(), Duration.Zero);
}
