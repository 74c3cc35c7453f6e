using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;

namespace Xia.Transport.Streams;

/// <summary>Estimates the round-trip time and sets the retransmission timeout from it.</summary>
/// <remarks>
/// RFC 6298 section 2 in whole nanoseconds: RTTVAR ← ¾·RTTVAR + ¼·|SRTT − R|, SRTT ← ⅞·SRTT + ⅛·R,
/// RTO = SRTT + max(<see cref="StreamOptions.MinimumRto"/>, 4·RTTVAR). As in Linux, the minimum bounds the
/// variance term and not the sum: on a path without jitter RTTVAR shrinks to nothing, and a delayed ACK must
/// not look like a loss.
/// </remarks>
internal sealed class RttEstimator(StreamOptions options)
{
    private long _smoothed;
    private long _variance;
    private Duration _rto = options.InitialRto;

    /// <summary>Whether there was a sample since the start or the last reset.</summary>
    public bool HasSample { get; private set; }

    /// <summary>The smoothed round-trip time; zero before the first sample.</summary>
    public Duration SmoothedRtt => new(_smoothed);

    /// <summary>The retransmission timeout, not backed off.</summary>
    public Duration Rto => _rto;

    /// <summary>Takes the time between a segment, sent only once, and its acknowledgement.</summary>
    public void AddSample(Duration rtt)
    {
        long sample = Math.Max(rtt.Nanoseconds, 0);
        if (HasSample)
        {
            _variance += (Math.Abs(_smoothed - sample) - _variance) / 4;
            _smoothed += (sample - _smoothed) / 8;
        }
        else
        {
            HasSample = true;
            _smoothed = sample;
            _variance = sample / 2;
        }

        long margin = Math.Max(options.MinimumRto.Nanoseconds, 4 * _variance);
        _rto = Duration.Min(options.MaximumRto, new Duration(_smoothed + margin));
    }

    /// <summary>Forgets the path, and starts with a timeout of so many times the initial one.</summary>
    public void Reset(int initialTimes)
    {
        HasSample = false;
        _smoothed = 0;
        _variance = 0;
        _rto = Duration.Min(options.MaximumRto, options.InitialRto * initialTimes);
    }

    /// <summary>Saves the estimate.</summary>
    public void Export(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(HasSample);
        writer.Write(_smoothed);
        writer.Write(_variance);
        writer.Write(_rto.Nanoseconds);
    }

    /// <summary>Takes a saved estimate over.</summary>
    public void Import(ref MessagePackReader reader)
    {
        SavedTime.Require(reader.ReadArrayHeader() == 4, "an RTT estimate of 4 values");
        HasSample = reader.ReadBoolean();
        _smoothed = reader.ReadInt64();
        _variance = reader.ReadInt64();
        _rto = new Duration(reader.ReadInt64());
        bool inRange = _smoothed >= 0 && _variance >= 0 && _smoothed <= 1L << 60 && _variance <= 1L << 60;
        SavedTime.Require(
            inRange && _rto > Duration.Zero && _rto <= options.MaximumRto, "an RTT estimate in range");
    }
}
