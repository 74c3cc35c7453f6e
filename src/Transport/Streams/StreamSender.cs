using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;

namespace Xia.Transport.Streams;

/// <summary>
/// The sending direction: keeps what is unacknowledged, decides what goes out when, and sends again.
/// </summary>
/// <remarks>
/// <code>
/// SYN=0  1 ... una ──in flight──▶ next ──sent before──▶ sentEnd ──▶ written (FIN here when closed)
/// </code>
/// After a timeout <c>next</c> returns to <c>una</c> and everything is sent again under the congestion
/// window, less what cumulative acknowledgements jump over.
/// </remarks>
internal sealed class StreamSender
{
    private const int MaximumBackoff = 20;
    private const int RestartInitialTimes = 3;

    private readonly StreamOptions _options;
    private readonly OffsetRing _ring = new();
    private readonly RttEstimator _rtt;
    private readonly NewReno _congestion;
    private SequenceSpace _space;
    private int _segmentBytes;
    private long _una;
    private long _next;
    private long _sentEnd;
    private long _written = 1;
    private bool _isOpening;
    private bool _isClosing;
    private long _edge;
    private long _largestWindowBytes;
    private long _windowSequence;
    private long _windowAcknowledgement;
    private bool _resendFirst;
    private bool _probe;
    private int _backoff;
    private int _unanswered;
    private long _timedEnd;
    private Instant _timedAt;
    private Instant _lastSentAt;
    private bool _isStopped;

    public StreamSender(StreamOptions options, uint initialSequence)
    {
        _options = options;
        _space = new SequenceSpace(initialSequence);
        _segmentBytes = options.MaximumSegmentBytes;
        _rtt = new RttEstimator(options);
        _congestion = new NewReno(_segmentBytes, options.InitialWindowSegments);
    }

    /// <summary>When the retransmission or probe timer expires.</summary>
    public Instant? TimerAt { get; private set; }

    /// <summary>The offset up to which all is acknowledged.</summary>
    public long Unacknowledged => _una;

    /// <summary>The offset after the last one ever sent.</summary>
    public long SentEnd => _sentEnd;

    /// <summary>The number to put into a segment without payload.</summary>
    /// <remarks>
    /// What was sent last, even if it is being sent again, but nothing outside the peer's window.
    /// </remarks>
    public uint NextNumber => _space.NumberOf(Math.Min(_sentEnd, Math.Max(_next, _edge)));

    /// <summary>Whether the own FIN is acknowledged.</summary>
    public bool IsFinAcknowledged => _isClosing && _una > _written;

    /// <summary>Whether nothing more will be written.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>Bytes written and not acknowledged, sent or not.</summary>
    public long UnacknowledgedBytes => Math.Max(_written - Math.Max(_una, 1), 0);

    /// <summary>How many bytes more there is room for.</summary>
    public int FreeBytes =>
        _isClosing || _isStopped ? 0 : (int)(_options.SendBufferBytes - UnacknowledgedBytes);

    /// <summary>The payload bytes of a full segment.</summary>
    public int SegmentBytes => _segmentBytes;

    /// <summary>The smoothed round-trip time; zero before the first sample.</summary>
    public Duration SmoothedRtt => _rtt.SmoothedRtt;

    /// <summary>The congestion window in bytes.</summary>
    public long CongestionWindowBytes => _congestion.WindowBytes;

    /// <summary>How long the timer runs when it starts now.</summary>
    public Duration TimeoutLength
    {
        get
        {
            long shifted = _rtt.Rto.Nanoseconds << Math.Min(_backoff, 16);
            return Duration.Min(_options.MaximumRto, new Duration(shifted));
        }
    }

    private long FirstKept => _isStopped ? _written : Math.Min(Math.Max(_una, 1), _written);

    private long FlightBytes => _next - _una;

    private long EndOfSequence => _written + (_isClosing ? 1 : 0);

    private int PatienceTimes =>
        _una == 0 ? _options.MaximumSynRetransmissions : _options.MaximumRetransmissions;

    /// <summary>The SYN may go out.</summary>
    public void Open() => _isOpening = true;

    /// <summary>The SYN is to go out again at once: as SYN-ACK, or since the peer has not heard it.</summary>
    public void ResendSyn()
    {
        _isOpening = true;
        _next = 0;
    }

    /// <summary>The peer takes only segments of this size; called before the first byte is sent.</summary>
    public void LimitSegment(int segmentBytes)
    {
        _segmentBytes = segmentBytes;
        _congestion.LimitSegment(segmentBytes);
    }

    /// <summary>The offset that an acknowledgement number stands for.</summary>
    public long OffsetOf(uint number) => _space.OffsetOf(number, _una);

    /// <summary>The number on the wire of an offset.</summary>
    public uint NumberOf(long offset) => _space.NumberOf(offset);

    /// <summary>
    /// Whether an acknowledgement is older than any window the peer ever had (RFC 5961, 5.2).
    /// </summary>
    public bool IsAncient(long acknowledged) => acknowledged < _una - _largestWindowBytes;

    /// <summary>Takes bytes to send and returns how many.</summary>
    public int Write(ReadOnlySpan<byte> source, Instant now)
    {
        int lengthBytes = Math.Min(source.Length, FreeBytes);
        if (lengthBytes > 0)
        {
            _ring.Write(Math.Max(_una, 1), _written, source[..lengthBytes]);
            _written += lengthBytes;
            ArmProbe(now);
        }

        return lengthBytes;
    }

    /// <summary>Nothing more will be written; FIN follows the last byte.</summary>
    public void Close(Instant now)
    {
        _isClosing = true;
        ArmProbe(now);
    }

    /// <summary>Takes the window of the segment that opened the connection.</summary>
    public void OnFirstWindow(long sequence, long windowBytes)
    {
        _windowSequence = sequence;
        _windowAcknowledgement = _una;
        _edge = Math.Max(_una, 1) + windowBytes;
        _largestWindowBytes = windowBytes;
    }

    /// <summary>Takes an acknowledgement that is not beyond <see cref="SentEnd"/>.</summary>
    /// <param name="acknowledged">The offset up to which the peer has everything.</param>
    /// <param name="sequence">The offset of the segment that said so, in the peer's numbering.</param>
    /// <param name="windowBytes">The peer's room after that.</param>
    /// <param name="isBare">Whether the segment carried nothing else, so that it can be a duplicate.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether something was acknowledged that was not before.</returns>
    public bool OnAcknowledgement(
        long acknowledged, long sequence, long windowBytes, bool isBare, Instant now)
    {
        bool wasBlocked = IsBlockedByWindow;
        bool isNew = acknowledged > _una;
        bool isFirstPartial = false;
        if (isNew)
        {
            isFirstPartial = Advance(acknowledged, now);
        }

        bool windowMoved = UpdateWindow(acknowledged, sequence, windowBytes);
        if (!isNew && acknowledged == _una && isBare && !windowMoved && _una < _sentEnd
            && _congestion.OnDuplicate(_una, _sentEnd, FlightBytes))
        {
            ResendFirst();
        }

        RestartTimer(isNew, isFirstPartial, wasBlocked, now);
        return isNew;
    }

    /// <summary>The timer expired: sends again, probes, or finds the peer gone.</summary>
    /// <returns>False if patience has run out.</returns>
    public bool OnTimeout(Instant now)
    {
        if (TimerAt is not { } deadline || now < deadline)
        {
            return true;
        }

        if (_unanswered >= PatienceTimes)
        {
            TimerAt = null;
            return false;
        }

        SendAgain(_unanswered == 0);
        _unanswered++;
        _backoff = Math.Min(_backoff + 1, MaximumBackoff);
        TimerAt = now + TimeoutLength;
        return true;
    }

    /// <summary>Acts as if the timer had expired now, without backing off.</summary>
    public void Kick(Instant now)
    {
        bool isFirst = _unanswered == 0;
        _backoff = 0;
        _unanswered = 0;
        if (_una < _sentEnd || IsBlockedByWindow)
        {
            SendAgain(isFirst);
            TimerAt = now + TimeoutLength;
        }
    }

    /// <summary>The path is another: nothing known about delay and room holds any more.</summary>
    public void OnPathChanged(Instant now)
    {
        _rtt.Reset(1);
        _backoff = 0;
        _unanswered = 0;
        _timedEnd = 0;
        _congestion.Reset(_sentEnd);
        if (TimerAt is { } deadline)
        {
            TimerAt = Instant.Min(deadline, now + TimeoutLength);
        }
    }

    /// <summary>What would go out next, if anything.</summary>
    public bool TryPlan(out SegmentPlan plan)
    {
        if (_una == 0 && !_isStopped)
        {
            plan = new SegmentPlan(0, 0, SegmentFlags.Syn, false);
            return _isOpening && _next == 0;
        }

        if (_resendFirst && _una < _sentEnd)
        {
            plan = PlanAt(_una, Math.Min(_segmentBytes, Math.Min(_written, _sentEnd) - _una), _sentEnd, true);
            return true;
        }

        if (_probe && _una < EndOfSequence)
        {
            long roomBytes = Math.Max(_edge - _una, 1);
            plan = PlanAt(
                _una, Math.Min(Math.Min(_segmentBytes, roomBytes), _written - _una), _una + roomBytes, true);
            return true;
        }

        return TryPlanNext(out plan);
    }

    /// <summary>Sends what was planned: copies its payload and starts the timers.</summary>
    public void Take(in SegmentPlan plan, Span<byte> payload, Instant now)
    {
        _ring.Read(plan.Offset, payload[..plan.PayloadBytes]);
        if (plan.Offset >= _sentEnd && _timedEnd == 0)
        {
            _timedEnd = plan.End;
            _timedAt = now;
        }
        else if (plan.Offset < _sentEnd)
        {
            // Karn: nothing that was sent twice is timed (RFC 6298, 3).
            _timedEnd = 0;
        }

        bool isProbe = plan.IsResend && !_resendFirst;
        if (plan.IsResend)
        {
            _resendFirst = false;
            _probe = false;
        }

        // A probe is not in flight: if it is refused, it is as if it had never been sent.
        if (!isProbe)
        {
            _next = Math.Max(_next, plan.End);
        }

        _sentEnd = Math.Max(_sentEnd, plan.End);
        _lastSentAt = now;
        TimerAt ??= now + TimeoutLength;
    }

    /// <summary>
    /// Called before anything is planned to be taken: a window unused for long says nothing any more.
    /// </summary>
    public void RefreshWindow(Instant now)
    {
        if (_una > 0 && _una == _sentEnd && now - _lastSentAt > _rtt.Rto)
        {
            _congestion.OnIdle();
        }
    }

    /// <summary>The connection is over: nothing is sent any more.</summary>
    public void Stop()
    {
        _isStopped = true;
        TimerAt = null;
        _resendFirst = false;
        _probe = false;
        _ring.Release();
    }

    /// <summary>Saves the direction with all unacknowledged bytes.</summary>
    public void Export(ref MessagePackWriter writer, Instant now)
    {
        writer.WriteArrayHeader(24);
        writer.Write(_space.Initial);
        writer.Write(_segmentBytes);
        writer.Write(_una);
        writer.Write(_next);
        writer.Write(_sentEnd);
        writer.Write(_written);
        writer.Write(_isOpening);
        writer.Write(_isClosing);
        writer.Write(_edge);
        writer.Write(_largestWindowBytes);
        writer.Write(_windowSequence);
        writer.Write(_windowAcknowledgement);
        writer.Write(_resendFirst);
        writer.Write(_probe);
        writer.Write(_backoff);
        writer.Write(_unanswered);
        writer.Write(_timedEnd);
        SavedTime.Write(ref writer, _timedAt, now);
        SavedTime.Write(ref writer, _lastSentAt, now);
        SavedTime.Write(ref writer, TimerAt, now);
        _rtt.Export(ref writer);
        _congestion.Export(ref writer);
        writer.Write(_isStopped);
        SavedBytes.Write(ref writer, _ring, FirstKept, _written);
    }

    /// <summary>Takes a saved direction over.</summary>
    public void Import(ref MessagePackReader reader, Instant now)
    {
        SavedTime.Require(reader.ReadArrayHeader() == 24, "a sending direction of 24 values");
        _space = new SequenceSpace(reader.ReadUInt32());
        _segmentBytes = reader.ReadInt32();
        SavedTime.Require(
            _segmentBytes > 0 && _segmentBytes <= _options.MaximumSegmentBytes, "a segment size in range");
        _congestion.LimitSegment(_segmentBytes);
        _una = reader.ReadInt64();
        _next = reader.ReadInt64();
        _sentEnd = reader.ReadInt64();
        _written = reader.ReadInt64();
        _isOpening = reader.ReadBoolean();
        _isClosing = reader.ReadBoolean();
        _edge = reader.ReadInt64();
        _largestWindowBytes = reader.ReadInt64();
        _windowSequence = reader.ReadInt64();
        _windowAcknowledgement = reader.ReadInt64();
        _resendFirst = reader.ReadBoolean();
        _probe = reader.ReadBoolean();
        _backoff = reader.ReadInt32();
        _unanswered = reader.ReadInt32();
        _timedEnd = reader.ReadInt64();
        _timedAt = SavedTime.Read(ref reader, now) ?? now;
        _lastSentAt = SavedTime.Read(ref reader, now) ?? now;
        TimerAt = SavedTime.Read(ref reader, now);
        _rtt.Import(ref reader);
        _congestion.Import(ref reader);
        _isStopped = reader.ReadBoolean();
        RequireOrder();
        SavedBytes.Read(ref reader, _ring, FirstKept, FirstKept, _written - FirstKept);
    }

    private bool IsBlockedByWindow =>
        _una > 0 && _next == _una && _una < EndOfSequence && !TryPlanNext(out _);

    private bool Advance(long acknowledged, Instant now)
    {
        long flightBytes = FlightBytes;
        long newBytes = acknowledged - _una;
        bool wasSyn = _una == 0;
        _una = acknowledged;
        _next = Math.Max(_next, _una);
        _unanswered = 0;
        _resendFirst = false;
        _probe = false;
        if (_timedEnd != 0 && _timedEnd <= acknowledged)
        {
            _rtt.AddSample(now - _timedAt);
            _timedEnd = 0;
            _backoff = 0;
        }

        if (wasSyn)
        {
            OnSynAcknowledged();
            return false;
        }

        bool hadPartial = _congestion.HasPartial;
        if (!_congestion.OnAcknowledged(newBytes, acknowledged, flightBytes))
        {
            return false;
        }

        ResendFirst();
        return !hadPartial;
    }

    private void OnSynAcknowledged()
    {
        if (!_rtt.HasSample)
        {
            // The SYN was sent more than once (RFC 6298, 5.7 and RFC 5681, 3.1).
            _rtt.Reset(RestartInitialTimes);
            _backoff = 0;
            _congestion.OnSynLost();
        }
    }

    private bool UpdateWindow(long acknowledged, long sequence, long windowBytes)
    {
        // RFC 9293, 3.10.7.4: an older segment must not bring an older window back.
        bool isNewer = _windowSequence < sequence
            || (_windowSequence == sequence && _windowAcknowledgement <= acknowledged);
        if (!isNewer || acknowledged < _una)
        {
            return false;
        }

        bool moved = _edge != acknowledged + windowBytes;
        _edge = acknowledged + windowBytes;
        _windowSequence = sequence;
        _windowAcknowledgement = acknowledged;
        _largestWindowBytes = Math.Max(_largestWindowBytes, windowBytes);
        return moved;
    }

    private void RestartTimer(bool isNew, bool isFirstPartial, bool wasBlocked, Instant now)
    {
        bool isBlocked = IsBlockedByWindow;
        if (isBlocked)
        {
            // A peer that answers probes may keep its window shut for ever (RFC 9293, 3.8.6.1).
            _unanswered = 0;
        }
        else if (wasBlocked)
        {
            _backoff = 0;
            TimerAt = null;
        }

        if (_una == _sentEnd)
        {
            TimerAt = isBlocked && !isNew ? TimerAt : null;
            ArmProbe(now);
        }
        else if (TimerAt is null || (isNew && (!_congestion.IsRecovering || isFirstPartial)))
        {
            // RFC 6298, 5.3; in a recovery only the first partial acknowledgement counts (RFC 6582, 4,
            // "impatient").
            TimerAt = now + TimeoutLength;
        }
    }

    private void ArmProbe(Instant now)
    {
        if (TimerAt is null && IsBlockedByWindow)
        {
            TimerAt = now + TimeoutLength;
        }
    }

    private void SendAgain(bool isFirst)
    {
        _timedEnd = 0;
        if (_una == 0)
        {
            ResendSyn();
            return;
        }

        long flightBytes = FlightBytes;
        _next = _una;
        _resendFirst = false;
        if (IsBlockedByWindow)
        {
            _probe = true;
            return;
        }

        _congestion.OnTimeout(_sentEnd, flightBytes, isFirst);
    }

    private void ResendFirst() => _resendFirst = _una < _sentEnd;

    private bool TryPlanNext(out SegmentPlan plan)
    {
        plan = default;
        if (_isStopped)
        {
            return false;
        }

        long leftBytes = _written - _next;
        if (leftBytes < 0 || _next >= EndOfSequence)
        {
            return false;
        }

        long wantedBytes = Math.Min(_segmentBytes, leftBytes);
        long windowBytes = _edge - _next;
        long allowedBytes = Math.Min(windowBytes, _una + _congestion.AllowedBytes - _next);
        if (wantedBytes > allowedBytes)
        {
            // Sender's silly window avoidance (RFC 9293, 3.8.6.2.1): part of a segment only for half the
            // largest window.
            bool isHalf = allowedBytes == windowBytes && allowedBytes > 0
                && 2 * allowedBytes >= _largestWindowBytes;
            if (!isHalf)
            {
                return false;
            }

            wantedBytes = allowedBytes;
        }

        plan = PlanAt(_next, wantedBytes, _edge, false);
        return plan.End > plan.Offset;
    }

    /// <summary>
    /// A segment of so many bytes, with FIN if that comes next and lies before <paramref name="finLimit"/>.
    /// </summary>
    private SegmentPlan PlanAt(long offset, long payloadBytes, long finLimit, bool isResend)
    {
        payloadBytes = Math.Max(payloadBytes, 0);
        long end = offset + payloadBytes;
        bool hasFin = _isClosing && end == _written && end < finLimit;
        return new SegmentPlan(
            offset, (int)payloadBytes, hasFin ? SegmentFlags.Fin : SegmentFlags.None, isResend);
    }

    private void RequireOrder()
    {
        bool inOrder = _una >= 0 && _una <= _next && _next <= _sentEnd && _sentEnd <= EndOfSequence
            && _written >= 1 && _written < long.MaxValue / 2
            && UnacknowledgedBytes <= _options.SendBufferBytes;
        SavedTime.Require(inOrder, "offsets in order");
        bool inRange = _backoff is >= 0 and <= MaximumBackoff && _unanswered >= 0 && _timedEnd >= 0
            && _timedEnd <= _sentEnd && _largestWindowBytes is >= 0 and <= uint.MaxValue
            && _edge >= 0 && _edge <= EndOfSequence + uint.MaxValue;
        SavedTime.Require(inRange, "a sending direction in range");
    }
}
