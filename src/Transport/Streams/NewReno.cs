using Xia.Kernel.MessagePack;

namespace Xia.Transport.Streams;

/// <summary>Decides how much may be in flight and when a loss is taken for granted, without SACK.</summary>
/// <remarks>
/// RFC 5681 (slow start, congestion avoidance, fast retransmit and recovery), RFC 6582 (NewReno, "careful"
/// and "impatient"), RFC 3042 (limited transmit), RFC 3465 (byte counting, L = 2, and 1 after a timeout), RFC
/// 6928 (initial window). The window grows only while it is what limits the sender (RFC 7661, section 3). All
/// amounts in bytes.
/// <code>
/// open ──3rd duplicate, una > recover──▶ recovery (una .. recover]
///   ▲                                       │ partial ACK: resend first, deflate
///   └──────── ACK ≥ recover, or timeout ────┘
/// </code>
/// </remarks>
internal sealed class NewReno
{
    private const int DuplicatesForLoss = 3;
    private const long NoThreshold = 1L << 40;

    private readonly int _initialSegments;
    private int _segmentBytes;
    private long _threshold = NoThreshold;
    private long _countedBytes;
    private long _recover;
    private int _duplicates;

    public NewReno(int segmentBytes, int initialSegments)
    {
        _segmentBytes = segmentBytes;
        _initialSegments = initialSegments;
        WindowBytes = InitialWindowBytes;
    }

    /// <summary>The congestion window.</summary>
    public long WindowBytes { get; private set; }

    /// <summary>Whether a fast recovery is under way.</summary>
    public bool IsRecovering { get; private set; }

    /// <summary>Whether the running recovery has seen a partial acknowledgement.</summary>
    public bool HasPartial { get; private set; }

    /// <summary>
    /// What may be in flight now: the window, and one segment for each of the first two duplicates.
    /// </summary>
    public long AllowedBytes =>
        IsRecovering ? WindowBytes : WindowBytes + ((long)_duplicates * _segmentBytes);

    /// <summary>The slow start threshold.</summary>
    public long ThresholdBytes => _threshold;

    private long InitialWindowBytes => (long)_initialSegments * _segmentBytes;

    /// <summary>The peer takes only segments of this size; called before the first byte is sent.</summary>
    public void LimitSegment(int segmentBytes)
    {
        _segmentBytes = segmentBytes;
        WindowBytes = Math.Min(WindowBytes, InitialWindowBytes);
    }

    /// <summary>Everything is as on a new path.</summary>
    public void Reset(long sentEnd)
    {
        WindowBytes = InitialWindowBytes;
        _threshold = NoThreshold;
        _countedBytes = 0;
        _recover = sentEnd;
        LeaveRecovery();
    }

    /// <summary>A SYN was lost: the initial window is one segment (RFC 5681, 3.1).</summary>
    public void OnSynLost() => WindowBytes = _segmentBytes;

    /// <summary>Nothing was sent for longer than the RTO (RFC 5681, 4.1).</summary>
    public void OnIdle() => WindowBytes = Math.Min(WindowBytes, InitialWindowBytes);

    /// <summary>New bytes were acknowledged.</summary>
    /// <param name="acknowledgedBytes">How many.</param>
    /// <param name="unacknowledged">The offset up to which all is acknowledged now.</param>
    /// <param name="flightBytes">What was in flight before the acknowledgement.</param>
    /// <returns>
    /// True for a partial acknowledgement: the first unacknowledged segment is lost too and must be resent.
    /// </returns>
    public bool OnAcknowledged(long acknowledgedBytes, long unacknowledged, long flightBytes)
    {
        _duplicates = 0;
        if (!IsRecovering)
        {
            Grow(acknowledgedBytes, unacknowledged, flightBytes);
            return false;
        }

        if (unacknowledged >= _recover)
        {
            long leftBytes = Math.Max(flightBytes - acknowledgedBytes, _segmentBytes);
            WindowBytes = Math.Min(_threshold, leftBytes + _segmentBytes);
            LeaveRecovery();
            return false;
        }

        HasPartial = true;
        long refillBytes = acknowledgedBytes >= _segmentBytes ? _segmentBytes : 0;
        WindowBytes = Math.Max(WindowBytes - acknowledgedBytes + refillBytes, _segmentBytes);
        return true;
    }

    /// <summary>A duplicate acknowledgement arrived.</summary>
    /// <returns>True if the first unacknowledged segment counts as lost now and must be resent.</returns>
    public bool OnDuplicate(long unacknowledged, long sentEnd, long flightBytes)
    {
        if (IsRecovering)
        {
            WindowBytes = Math.Min(WindowBytes + _segmentBytes, NoThreshold);
            return false;
        }

        if (_duplicates < DuplicatesForLoss - 1)
        {
            _duplicates++;
            return false;
        }

        // "Careful": duplicates of what was sent again after an earlier loss say nothing new (RFC 6582, 3.2
        // step 2).
        if (unacknowledged <= _recover)
        {
            return false;
        }

        _recover = sentEnd;
        _duplicates = 0;
        _threshold = HalfOf(flightBytes);
        WindowBytes = _threshold + (DuplicatesForLoss * _segmentBytes);
        _countedBytes = 0;
        IsRecovering = true;
        HasPartial = false;
        return true;
    }

    /// <summary>The retransmission timer expired, or the sender acts as if it had.</summary>
    /// <param name="sentEnd">The offset after the last byte ever sent.</param>
    /// <param name="flightBytes">What was in flight.</param>
    /// <param name="isFirst">
    /// Whether it is the first time for this segment; later ones keep the threshold.
    /// </param>
    public void OnTimeout(long sentEnd, long flightBytes, bool isFirst)
    {
        if (isFirst)
        {
            _threshold = HalfOf(flightBytes);
        }

        WindowBytes = _segmentBytes;
        _countedBytes = 0;
        _recover = sentEnd;
        LeaveRecovery();
    }

    /// <summary>Saves the state.</summary>
    public void Export(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(7);
        writer.Write(WindowBytes);
        writer.Write(_threshold);
        writer.Write(_countedBytes);
        writer.Write(_recover);
        writer.Write(_duplicates);
        writer.Write(IsRecovering);
        writer.Write(HasPartial);
    }

    /// <summary>Takes a saved state over.</summary>
    public void Import(ref MessagePackReader reader)
    {
        SavedTime.Require(reader.ReadArrayHeader() == 7, "a congestion state of 7 values");
        WindowBytes = reader.ReadInt64();
        _threshold = reader.ReadInt64();
        _countedBytes = reader.ReadInt64();
        _recover = reader.ReadInt64();
        _duplicates = reader.ReadInt32();
        IsRecovering = reader.ReadBoolean();
        HasPartial = reader.ReadBoolean();
        bool inRange = WindowBytes >= _segmentBytes && WindowBytes <= NoThreshold && _threshold > 0
            && _threshold <= NoThreshold && _countedBytes >= 0 && _countedBytes <= NoThreshold
            && _recover >= 0 && _duplicates is >= 0 and < DuplicatesForLoss;
        SavedTime.Require(inRange, "a congestion state in range");
    }

    private void Grow(long acknowledgedBytes, long unacknowledged, long flightBytes)
    {
        if (WindowBytes < _threshold)
        {
            // In slow start a window twice the flight is room enough for the doubling; more would be a
            // licence to burst.
            if (2 * flightBytes > WindowBytes - _segmentBytes)
            {
                int limitSegments = unacknowledged > _recover ? 2 : 1;
                WindowBytes += Math.Min(acknowledgedBytes, (long)limitSegments * _segmentBytes);
            }

            return;
        }

        if (flightBytes + _segmentBytes < WindowBytes)
        {
            return;
        }

        _countedBytes += acknowledgedBytes;
        if (_countedBytes >= WindowBytes)
        {
            _countedBytes -= WindowBytes;
            WindowBytes += _segmentBytes;
        }
    }

    private long HalfOf(long flightBytes) => Math.Max(flightBytes / 2, 2L * _segmentBytes);

    private void LeaveRecovery()
    {
        IsRecovering = false;
        HasPartial = false;
        _duplicates = 0;
    }
}
