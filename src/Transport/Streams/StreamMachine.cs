using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Transport.Streams;

/// <summary>
/// One end of a reliable byte stream: segments and time in, segments and deadlines out; knows no address.
/// </summary>
/// <remarks>
/// The states and the order of the checks are those of RFC 9293, section 3.10.7; resets and SYNs that may be
/// forged are answered as RFC 5961 says. A machine starts passive, in <see cref="StreamState.Listen"/>;
/// <see cref="Open"/> makes it active. After any call, segments are taken by <see cref="TryTakeSegment"/>
/// until it gives none, and <see cref="NextTimeout"/> may be another.
/// <code>
///  Listen ─SYN▶ SynReceived ─ACK▶ Established ◀SYN-ACK─ SynSent ◀ Open
///  Established ─CloseWrite▶ FinWait1 ─ACK▶ FinWait2 ─FIN▶ TimeWait ─time▶ Closed
///                           FinWait1 ─FIN▶ Closing  ─ACK▶ TimeWait
///  Established ─FIN▶ CloseWait ─CloseWrite▶ LastAck ─ACK▶ Closed
///  any ─RST, Abort, patience over▶ Closed, with a failure
/// </code>
/// </remarks>
public sealed class StreamMachine
{
    private const int Version = 1;
    private const int MaximumChallenges = 10;

    // RFC 5961, section 7: answers to what may be forged are limited; 10 in each second, per connection.
    private static readonly Duration ChallengePeriod = Duration.FromSeconds(1);

    private readonly StreamOptions _options;
    private readonly StreamSender _sender;
    private readonly StreamReceiver _receiver;
    private StreamState _state = StreamState.Listen;
    private bool _hasChanged;
    private bool _isResetDue;
    private bool _isResetAcknowledging;
    private uint _resetNumber;
    private Instant? _timeWaitAt;
    private Instant _challengePeriodStart;
    private int _challenges;

    /// <summary>A machine that waits for a peer's SYN.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="initialSequence">
    /// Its first sequence number, drawn at random by the stack (RFC 6528).
    /// </param>
    public StreamMachine(StreamOptions options, uint initialSequence)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
        _sender = new StreamSender(options, initialSequence);
        _receiver = new StreamReceiver(options);
    }

    /// <summary>Where the connection stands, in TCP's words.</summary>
    public StreamState State => _state;

    /// <summary>Where the connection stands, in the application's words.</summary>
    public StreamStatus Status => _state switch
    {
        StreamState.Listen or StreamState.SynSent or StreamState.SynReceived => StreamStatus.Opening,
        StreamState.TimeWait => StreamStatus.Closed,
        StreamState.Closed => Failure == StreamFailure.None ? StreamStatus.Closed : StreamStatus.Failed,
        _ => StreamStatus.Open,
    };

    /// <summary>Why it broke, if it did.</summary>
    public StreamFailure Failure { get; private set; }

    /// <summary>When <see cref="OnTimeout"/> is due, or null.</summary>
    public Instant? NextTimeout =>
        Instant.Earliest(_timeWaitAt, Instant.Earliest(_sender.TimerAt, _receiver.AckAt));

    /// <summary>Whether <see cref="TryTakeSegment"/> would give a segment.</summary>
    public bool HasOutput =>
        _isResetDue || (IsConnected && (_sender.TryPlan(out _) || (_receiver.IsAckDue && CanAcknowledge)));

    /// <summary>Whether it is over and nothing is left to send or to read; the stack may forget it.</summary>
    public bool IsFinished => _state == StreamState.Closed && !_isResetDue
        && (Failure != StreamFailure.None || _receiver.ReadableBytes == 0);

    /// <summary>How many bytes <see cref="Write"/> would take now.</summary>
    public int WritableBytes => _state is StreamState.Listen or StreamState.Closed ? 0 : _sender.FreeBytes;

    /// <summary>How many bytes <see cref="Read"/> would give now.</summary>
    public int ReadableBytes => _receiver.ReadableBytes;

    /// <summary>Bytes written that the peer has not acknowledged.</summary>
    public long UnacknowledgedBytes => _sender.UnacknowledgedBytes;

    /// <summary>Whether the peer closed its direction and everything it sent has been read.</summary>
    public bool IsReadEnded => _receiver.IsFinReceived && _receiver.ReadableBytes == 0;

    /// <summary>The most payload bytes in one segment, as far as is known.</summary>
    public int MaximumSegmentBytes => _sender.SegmentBytes;

    /// <summary>The smoothed round-trip time; zero before the first sample.</summary>
    public Duration SmoothedRtt => _sender.SmoothedRtt;

    /// <summary>The retransmission timeout, with its present backoff.</summary>
    public Duration RetransmissionTimeout => _sender.TimeoutLength;

    /// <summary>The congestion window in bytes.</summary>
    public long CongestionWindowBytes => _sender.CongestionWindowBytes;

    private bool IsConnected => _state is not (StreamState.Listen or StreamState.Closed);

    private bool CanAcknowledge => _state is not (StreamState.SynSent or StreamState.SynReceived);

    /// <summary>Starts the handshake from this end.</summary>
    public void Open(Instant now)
    {
        if (_state != StreamState.Listen)
        {
            throw new InvalidOperationException($"A stream in state {_state} cannot be opened again.");
        }

        _challengePeriodStart = now;
        _state = StreamState.SynSent;
        _sender.Open();
    }

    /// <summary>
    /// The peer takes only segments of this payload; called before data flows, for example for TCP's MSS
    /// option.
    /// </summary>
    public void LimitSegment(int maximumBytes)
    {
        int limit = Math.Clamp(maximumBytes, 1, _options.MaximumSegmentBytes);
        _sender.LimitSegment(limit);
        _receiver.LimitSegment(limit);
    }

    /// <summary>A segment arrived; nothing in it can do worse than be dropped.</summary>
    public void OnSegment(in SegmentHeader header, ReadOnlySpan<byte> payload, Instant now)
    {
        switch (_state)
        {
            case StreamState.Closed:
                break;
            case StreamState.Listen:
                OnSegmentWhenListening(header, now);
                break;
            case StreamState.SynSent:
                OnSegmentWhenSynSent(header, now);
                break;
            default:
                OnSegmentWhenSynchronized(header, payload, now);
                break;
        }
    }

    /// <summary>Handles every deadline that is due; earlier calls change nothing.</summary>
    public void OnTimeout(Instant now)
    {
        _receiver.OnTimeout(now);
        if (!_sender.OnTimeout(now))
        {
            Fail(StreamFailure.TimedOut);
        }

        if (_timeWaitAt is { } deadline && now >= deadline)
        {
            Finish();
        }
    }

    /// <summary>Takes as many bytes as fit and returns how many that were.</summary>
    public int Write(ReadOnlySpan<byte> source, Instant now) =>
        WritableBytes == 0 ? 0 : _sender.Write(source, now);

    /// <summary>Gives bytes that have arrived in order and returns how many.</summary>
    public int Read(Span<byte> destination) => _receiver.Read(destination);

    /// <summary>Says that nothing more will be written; what was written still arrives.</summary>
    public void CloseWrite(Instant now)
    {
        switch (_state)
        {
            case StreamState.Listen:
                Finish();
                break;
            case StreamState.SynSent:
            case StreamState.SynReceived:
                // The FIN waits for the handshake; the state follows then.
                _sender.Close(now);
                break;
            case StreamState.Established:
                _sender.Close(now);
                _state = StreamState.FinWait1;
                break;
            case StreamState.CloseWait:
                _sender.Close(now);
                _state = StreamState.LastAck;
                break;
            default:
                break;
        }
    }

    /// <summary>Gives the stream up at once and tells the peer, if there is one.</summary>
    public void Abort()
    {
        if (_state == StreamState.Closed)
        {
            return;
        }

        bool hasPeer = CanAcknowledge && _state is not (StreamState.Listen or StreamState.TimeWait);
        bool isOver = _state == StreamState.TimeWait;
        if (hasPeer || _state == StreamState.SynReceived)
        {
            DueReset(_sender.NextNumber, isAcknowledging: true);
        }

        if (isOver)
        {
            Finish();
        }
        else
        {
            Fail(StreamFailure.Aborted);
            _hasChanged = false;
        }
    }

    /// <summary>
    /// The network says for certain that the peer is not there: ends a handshake, and nothing else (RFC
    /// 5461).
    /// </summary>
    public void OnUnreachable()
    {
        if (_state == StreamState.SynSent)
        {
            Fail(StreamFailure.Refused);
        }
    }

    /// <summary>
    /// Whether a sequence number was sent and is not acknowledged, as that of a quoted segment must be (RFC
    /// 5927, 4.1).
    /// </summary>
    public bool IsInFlight(uint sequence)
    {
        long offset = _sender.OffsetOf(sequence);
        return IsConnected && offset >= _sender.Unacknowledged && offset < _sender.SentEnd;
    }

    /// <summary>
    /// Acts as if the retransmission timer had expired now, and takes its backoff back: after a pause the
    /// first unacknowledged segment, or a bare acknowledgement, goes out at once.
    /// </summary>
    public void Kick(Instant now)
    {
        if (IsConnected && _state != StreamState.TimeWait)
        {
            _sender.Kick(now);
            _receiver.RequestAck();
        }
    }

    /// <summary>
    /// The path to the peer is another: RTT, timeout and congestion window start again as on a new connection
    /// (RFC 9000, 9.4); what was written and read stays.
    /// </summary>
    public void OnPathChanged(Instant now) => _sender.OnPathChanged(now);

    /// <summary>
    /// Whether the application has something to hear of since the last call; asking clears it.
    /// </summary>
    public bool TakeChange()
    {
        bool hasChanged = _hasChanged;
        _hasChanged = false;
        return hasChanged;
    }

    /// <summary>Writes the next segment.</summary>
    /// <param name="payloadBuffer">Room for <see cref="MaximumSegmentBytes"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="header">Its header.</param>
    /// <param name="payloadBytes">How long its payload is.</param>
    /// <returns>False when there is nothing to send now.</returns>
    public bool TryTakeSegment(
        Span<byte> payloadBuffer, Instant now, out SegmentHeader header, out int payloadBytes)
    {
        header = default;
        payloadBytes = 0;
        if (_isResetDue)
        {
            header = TakeReset();
            return true;
        }

        if (!IsConnected)
        {
            return false;
        }

        _sender.RefreshWindow(now);
        if (!(_receiver.IsDuplicateDue && CanAcknowledge) && _sender.TryPlan(out SegmentPlan plan))
        {
            _sender.Take(plan, payloadBuffer, now);
            payloadBytes = plan.PayloadBytes;
            SegmentFlags ack = _state == StreamState.SynSent ? SegmentFlags.None : SegmentFlags.Ack;
            header = MakeHeader(_sender.NumberOf(plan.Offset), plan.Flags | ack, isPure: false);
            return true;
        }

        if (_receiver.IsAckDue && CanAcknowledge)
        {
            header = MakeHeader(_sender.NextNumber, SegmentFlags.Ack, isPure: true);
            return true;
        }

        return false;
    }

    /// <summary>
    /// Saves everything, times as distances from now, so that the copy goes on as if nothing had been.
    /// </summary>
    public void Export(ref MessagePackWriter writer, Instant now)
    {
        writer.WriteArrayHeader(12);
        writer.Write(Version);
        writer.Write((int)_state);
        writer.Write((int)Failure);
        writer.Write(_hasChanged);
        writer.Write(_isResetDue);
        writer.Write(_isResetAcknowledging);
        writer.Write(_resetNumber);
        SavedTime.Write(ref writer, _timeWaitAt, now);
        SavedTime.Write(ref writer, _challengePeriodStart, now);
        writer.Write(_challenges);
        _sender.Export(ref writer, now);
        _receiver.Export(ref writer, now);
    }

    /// <summary>Makes a machine from a saved state.</summary>
    /// <param name="reader">Where the state is next.</param>
    /// <param name="options">The settings, which the state must fit.</param>
    /// <param name="now">The time to which the saved distances are added.</param>
    /// <exception cref="MessagePackSerializationException">
    /// The state is malformed or contradicts itself.
    /// </exception>
    public static StreamMachine Import(ref MessagePackReader reader, StreamOptions options, Instant now)
    {
        var machine = new StreamMachine(options, 0);
        machine.Take(ref reader, now);
        return machine;
    }

    private void Take(ref MessagePackReader reader, Instant now)
    {
        SavedTime.Require(reader.ReadArrayHeader() == 12, "a stream of 12 values");
        SavedTime.Require(reader.ReadInt32() == Version, $"a stream of version {Version}");
        _state = (StreamState)reader.ReadInt32();
        SavedTime.Require(_state is >= StreamState.Listen and <= StreamState.Closed, "a known state");
        Failure = (StreamFailure)reader.ReadInt32();
        SavedTime.Require(Failure is >= StreamFailure.None and <= StreamFailure.Aborted, "a known failure");
        _hasChanged = reader.ReadBoolean();
        _isResetDue = reader.ReadBoolean();
        _isResetAcknowledging = reader.ReadBoolean();
        _resetNumber = reader.ReadUInt32();
        _timeWaitAt = SavedTime.Read(ref reader, now);
        _challengePeriodStart = SavedTime.Read(ref reader, now) ?? now;
        _challenges = reader.ReadInt32();
        _sender.Import(ref reader, now);
        _receiver.Import(ref reader, now);
    }

    private void OnSegmentWhenListening(in SegmentHeader header, Instant now)
    {
        // RFC 9293, 3.10.7.2. An ACK to nobody is answered by the stack, which knows that there is no
        // connection.
        if (!header.Has(SegmentFlags.Syn) || header.Has(SegmentFlags.Reset) || header.Has(SegmentFlags.Ack))
        {
            return;
        }

        _challengePeriodStart = now;
        _receiver.OnSyn(header.Sequence);
        _sender.OnFirstWindow(0, header.WindowBytes);
        _sender.Open();
        _state = StreamState.SynReceived;
    }

    private void OnSegmentWhenSynSent(in SegmentHeader header, Instant now)
    {
        // RFC 9293, 3.10.7.3, in its order: ACK, RST, SYN.
        bool hasAck = header.Has(SegmentFlags.Ack);
        long acknowledged = _sender.OffsetOf(header.Acknowledgement);
        if (hasAck && (acknowledged <= 0 || acknowledged > _sender.SentEnd))
        {
            if (!header.Has(SegmentFlags.Reset))
            {
                DueReset(header.Acknowledgement, isAcknowledging: false);
            }

            return;
        }

        if (header.Has(SegmentFlags.Reset))
        {
            if (hasAck)
            {
                Fail(StreamFailure.Refused);
            }

            return;
        }

        if (!header.Has(SegmentFlags.Syn))
        {
            return;
        }

        _receiver.OnSyn(header.Sequence);
        _sender.OnFirstWindow(0, header.WindowBytes);
        if (hasAck)
        {
            _sender.OnAcknowledgement(acknowledged, 0, header.WindowBytes, isBare: false, now);
            _receiver.RequestAck();
            Establish();
        }
        else
        {
            _sender.ResendSyn();
            _state = StreamState.SynReceived;
        }
    }

    private void OnSegmentWhenSynchronized(in SegmentHeader header, ReadOnlySpan<byte> payload, Instant now)
    {
        bool hasFin = header.Has(SegmentFlags.Fin);
        bool hasSyn = header.Has(SegmentFlags.Syn);
        long offset = _receiver.OffsetOf(header.Sequence);
        long lengthBytes = payload.Length + (hasFin ? 1 : 0) + (hasSyn ? 1 : 0);
        if (!_receiver.IsAcceptable(offset, lengthBytes))
        {
            OnUnacceptable(header, offset, lengthBytes, now);
            return;
        }

        if (header.Has(SegmentFlags.Reset))
        {
            OnReset(offset, now);
            return;
        }

        if (hasSyn)
        {
            // RFC 5961, 4.2: a real peer that restarted answers the acknowledgement with a reset.
            Challenge(now);
            return;
        }

        if (header.Has(SegmentFlags.Ack) && TryAcknowledge(header, offset, lengthBytes == 0, now))
        {
            OnText(offset, payload, hasFin, now);
        }
    }

    private void OnUnacceptable(in SegmentHeader header, long offset, long lengthBytes, Instant now)
    {
        if (header.Has(SegmentFlags.Reset))
        {
            return;
        }

        if (_state == StreamState.SynReceived && header.Has(SegmentFlags.Syn) && offset == 0)
        {
            OnSynAgain(header, now);
            return;
        }

        if (_state == StreamState.TimeWait && header.Has(SegmentFlags.Fin))
        {
            _timeWaitAt = now + _options.TimeWait;
        }

        // Something that was sent again wants its acknowledgement; anything else may be one of a loop.
        if (lengthBytes > 0 && offset < _receiver.Next)
        {
            _receiver.RequestAck();
        }
        else
        {
            Challenge(now);
        }
    }

    private void OnSynAgain(in SegmentHeader header, Instant now)
    {
        if (header.Has(SegmentFlags.Ack))
        {
            // Both opened at the same time (RFC 9293, 3.5, figure 8): this is the answer to our own SYN.
            if (TryAcknowledge(header, offset: 0, isBare: false, now))
            {
                _receiver.RequestAck();
            }
        }
        else if (IsChallengeAllowed(now))
        {
            // The peer has not heard our SYN-ACK; a bare ACK would not help it.
            _sender.ResendSyn();
        }
    }

    private void OnReset(long offset, Instant now)
    {
        if (offset != _receiver.Next)
        {
            // RFC 5961, 3.2: inside the window is not good enough.
            Challenge(now);
            return;
        }

        bool isOver = _state == StreamState.TimeWait
            || (_state is StreamState.Closing or StreamState.LastAck && _sender.UnacknowledgedBytes == 0);
        if (isOver)
        {
            Finish();
        }
        else
        {
            Fail(StreamFailure.Reset);
        }
    }

    private bool TryAcknowledge(in SegmentHeader header, long offset, bool isBare, Instant now)
    {
        long acknowledged = _sender.OffsetOf(header.Acknowledgement);
        if (_state == StreamState.SynReceived)
        {
            if (acknowledged <= 0 || acknowledged > _sender.SentEnd)
            {
                DueReset(header.Acknowledgement, isAcknowledging: false);
                return false;
            }

            _sender.OnFirstWindow(offset, header.WindowBytes);
        }
        else if (acknowledged > _sender.SentEnd || _sender.IsAncient(acknowledged))
        {
            Challenge(now);
            return false;
        }

        if (_state == StreamState.TimeWait)
        {
            return true;
        }

        _hasChanged |= _sender.OnAcknowledgement(acknowledged, offset, header.WindowBytes, isBare, now);
        if (_state == StreamState.SynReceived)
        {
            Establish();
        }

        if (_sender.IsFinAcknowledged)
        {
            OnFinAcknowledged(now);
        }

        return _state != StreamState.Closed;
    }

    private void OnFinAcknowledged(Instant now)
    {
        switch (_state)
        {
            case StreamState.FinWait1:
                _state = StreamState.FinWait2;
                break;
            case StreamState.Closing:
                WaitForLateSegments(now);
                break;
            case StreamState.LastAck:
                Finish();
                break;
            default:
                break;
        }
    }

    private void OnText(long offset, ReadOnlySpan<byte> payload, bool hasFin, Instant now)
    {
        if (_state is not (StreamState.Established or StreamState.FinWait1 or StreamState.FinWait2))
        {
            return;
        }

        _hasChanged |= _receiver.OnData(offset, payload, hasFin, now);
        if (!_receiver.IsFinReceived)
        {
            return;
        }

        switch (_state)
        {
            case StreamState.Established:
                _state = StreamState.CloseWait;
                break;
            case StreamState.FinWait1:
                _state = StreamState.Closing;
                break;
            default:
                WaitForLateSegments(now);
                break;
        }
    }

    private void Establish()
    {
        _state = _sender.IsClosing ? StreamState.FinWait1 : StreamState.Established;
        _hasChanged = true;
    }

    private void WaitForLateSegments(Instant now)
    {
        _state = StreamState.TimeWait;
        _timeWaitAt = now + _options.TimeWait;
        _sender.Stop();
        _hasChanged = true;
    }

    private void Finish()
    {
        _hasChanged |= _state != StreamState.TimeWait;
        _state = StreamState.Closed;
        _timeWaitAt = null;
        _sender.Stop();
        _receiver.Stop();
    }

    private void Fail(StreamFailure failure)
    {
        Failure = failure;
        _hasChanged = true;
        _state = StreamState.Closed;
        _timeWaitAt = null;
        _sender.Stop();
        _receiver.Stop();
    }

    private void Challenge(Instant now)
    {
        if (IsChallengeAllowed(now))
        {
            _receiver.RequestAck();
        }
    }

    private bool IsChallengeAllowed(Instant now)
    {
        if (now - _challengePeriodStart >= ChallengePeriod)
        {
            _challengePeriodStart = now;
            _challenges = 0;
        }

        _challenges = Math.Min(_challenges + 1, MaximumChallenges + 1);
        return _challenges <= MaximumChallenges;
    }

    private void DueReset(uint number, bool isAcknowledging)
    {
        _isResetDue = true;
        _isResetAcknowledging = isAcknowledging;
        _resetNumber = number;
    }

    private SegmentHeader TakeReset()
    {
        _isResetDue = false;
        return _isResetAcknowledging
            ? new SegmentHeader(_resetNumber, _receiver.NextNumber, SegmentFlags.Reset | SegmentFlags.Ack, 0)
            : new SegmentHeader(_resetNumber, 0, SegmentFlags.Reset, 0);
    }

    private SegmentHeader MakeHeader(uint number, SegmentFlags flags, bool isPure)
    {
        uint windowBytes = _state == StreamState.SynSent
            ? (uint)_options.ReceiveBufferBytes
            : _receiver.AdvanceWindow();
        if (_state != StreamState.SynSent)
        {
            _receiver.OnAckSent(isPure);
        }

        uint acknowledgement = _state == StreamState.SynSent ? 0 : _receiver.NextNumber;
        return new SegmentHeader(number, acknowledgement, flags, windowBytes);
    }
}
