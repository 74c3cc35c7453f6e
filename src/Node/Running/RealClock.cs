using Xia.Kernel.Time;
using Xia.Router.Platform;

namespace Xia.Node.Running;

/// <summary>The time of the world since 1970, or a faster or slower one.</summary>
public sealed class RealClock : RouterClock, ITimeWarp
{
    private const int NanosecondsPerTick = 100;

    private readonly TimeProvider _time;
    private readonly object _change = new();
    private long _startTimestamp;
    private long _startNanoseconds;
    private double _speed = 1;

    /// <summary>A clock that is set once and then runs by the steady counter.</summary>
    public RealClock(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _startTimestamp = time.GetTimestamp();
        _startNanoseconds = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;
    }

    /// <inheritdoc/>
    public double Speed
    {
        get => _speed;
        set
        {
            lock (_change)
            {
                long timestamp = _time.GetTimestamp();
                _startNanoseconds = Nanoseconds(timestamp);
                _startTimestamp = timestamp;
                _speed = value;
            }
        }
    }

    /// <inheritdoc/>
    public override Instant Read()
    {
        lock (_change)
        {
            return new Instant(Nanoseconds(_time.GetTimestamp()));
        }
    }

    /// <inheritdoc/>
    public override Duration PassUntil(Instant deadline)
    {
        Duration length = Duration.Max(deadline - Read(), Duration.Zero);
        return _speed == 1 ? length : new Duration((long)(length.Nanoseconds / _speed));
    }

    private long Nanoseconds(long timestamp)
    {
        var elapsed =
            (long)((Int128)(timestamp - _startTimestamp) * 1_000_000_000 / _time.TimestampFrequency);
        return _startNanoseconds + (_speed == 1 ? elapsed : (long)(elapsed * _speed));
    }
}
