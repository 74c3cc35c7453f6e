using System.Diagnostics;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Migration.Coding;
using Xia.Migration.Framing;
using Xia.Migration.Machines;
using Xia.Migration.Strategies;
using Xia.Overlay.Delegations;
using Xia.Overlay.Keys;
using Xia.Transport.Sockets;

namespace Xia.Migration.Control;

/// <summary>
/// The source of one move: asks, copies, stops the guest, hands it over, and knows when it may not take it
/// back.
/// </summary>
/// <remarks>
/// See <see cref="SourceTransitions"/> for the states and docs/migration.md for the protocol. The guest is
/// resumed here in two cases only: the last byte of the commit was never given to the stream; or the
/// destination signed that the move will never take effect, or the owner signed that this host goes on.
/// </remarks>
public sealed class MigrationSource : IByteStreamObserver
{
    private const int FrameCount = 4;

    private readonly MigrationRequest _request;
    private readonly IMachine _machine;
    private readonly IPageStrategy _strategy;
    private readonly MigrationOptions _options;
    private readonly IDelegationAuthority _authority;
    private readonly IProofChecker _checker;
    private readonly IProcessor _processor;
    private readonly IMoveListener _listener;
    private readonly Pacer? _pacer;
    private Move _move;
    private Channel? _channel;
    private MoveWork? _work;
    private ControlMessage? _reply;
    private Instant _replyAt;
    private Instant? _deadline;
    private MoveFailure _deadlineReason;
    private Instant? _lingerUntil;
    private Instant? _resumeAt;
    private long _lastAcknowledgedBytes;
    private bool _asked;

    /// <summary>A move that has not begun; <see cref="Start"/> begins it.</summary>
    public MigrationSource(
        MigrationRequest request, IMachine machine, IPageStrategy strategy, MigrationOptions options,
        IDelegationAuthority authority, IProofChecker checker, IProcessor processor, IMoveListener listener)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            options.MinimumPause, MigrationOptions.LongestMinimumPause, nameof(options));
        _request = request;
        _machine = machine;
        _strategy = strategy;
        _options = options;
        _authority = authority;
        _checker = checker;
        _processor = processor;
        _listener = listener;
        _pacer = options.LimitBytesPerSecond is { } limit ? new Pacer(limit) : null;
        _move = new Move
        {
            Id = request.Id,
            Side = MoveSide.Source,
            Machine = machine,
            SourceHost = request.SourceHost,
            DestinationHost = request.DestinationHost,
            Epoch = request.CurrentEpoch + 1,
        };
        Report = new MigrationReport { Strategy = strategy.Name };
    }

    /// <summary>Where the move stands.</summary>
    public SourceState State { get; private set; }

    /// <summary>What it cost so far.</summary>
    public MigrationReport Report { get; }

    /// <summary>Whether nothing more will happen without an operator.</summary>
    public bool IsFinished =>
        State is SourceState.Released or SourceState.Aborted or SourceState.InDoubt && NextTimeout is null;

    /// <summary>When <see cref="OnTimeout"/> is due.</summary>
    public Instant? NextTimeout
    {
        get
        {
            Instant? next = Instant.Earliest(_deadline, Instant.Earliest(_lingerUntil, _resumeAt));
            next = Instant.Earliest(next, _reply is null ? null : _replyAt);
            return Instant.Earliest(next, Instant.Earliest(_work?.NextTimeout, _channel?.NextTimeout));
        }
    }

    /// <summary>Begins the move over a stream to the destination that is open or opening.</summary>
    public void Start(IByteStream stream, Instant now)
    {
        if (_channel is not null)
        {
            throw new InvalidOperationException("The move has begun already.");
        }

        Report.StartedAt = now;
        Connect(stream, now);
    }

    /// <summary>Gives the move up and lets the guest run here; false once the destination decides.</summary>
    public bool TryAbort(string detail, Instant now)
    {
        if (State > SourceState.Finishing)
        {
            return false;
        }

        Fail(MoveFailure.Requested, detail, now);
        Advance(now);
        return true;
    }

    /// <summary>Has the guest stopped at the next decision, whatever the strategy says.</summary>
    public void ForceFreeze()
    {
        if (_work is not null)
        {
            _work.IsForced = true;
        }
    }

    /// <summary>Asks the destination over a new stream what became of a move in doubt.</summary>
    public void Recover(IByteStream stream, Instant now)
    {
        Require(SourceEvent.Reconnected);
        Connect(stream, now);
    }

    /// <summary>
    /// Ends the doubt by the owner's word: a delegation for this host with an epoch above the one that the
    /// destination was to take. The owner answers for the destination's not running the guest any more.
    /// </summary>
    /// <returns>Whether the delegation holds; only then the guest is resumed here.</returns>
    public bool TryFence(Delegation delegation, Instant now)
    {
        ArgumentNullException.ThrowIfNull(delegation);
        if (State != SourceState.InDoubt || delegation.Host != _request.SourceHost
            || _checker.CheckDelegation(
                delegation, _machine.Identity, _move.Epoch + 1, now) != ProofVerdict.Valid)
        {
            return false;
        }

        Require(SourceEvent.Fenced);
        TakeBack(delegation);
        ResumeHere(now);
        return true;
    }

    /// <inheritdoc/>
    public void OnStreamChanged(IByteStream stream, Instant now)
    {
        if (_channel is not null && ReferenceEquals(stream, _channel.Stream))
        {
            Advance(now);
        }
    }

    /// <summary>Handles everything due; an early call changes nothing.</summary>
    public void OnTimeout(Instant now)
    {
        if (NextTimeout is not { } due || now < due)
        {
            return;
        }

        Advance(now);
        if (_deadline <= now)
        {
            Fail(_deadlineReason, $"in state {State}", now);
            Advance(now);
        }
    }

    private void Connect(IByteStream stream, Instant now)
    {
        _asked = false;
        _lastAcknowledgedBytes = 0;
        _channel = new Channel(
            stream, this, FrameCount, PageFrameWriter.MaximumPayloadBytes, ControlCodec.MaximumLengthBytes);
        SetDeadline(_options.ConnectDeadline, MoveFailure.ConnectTimeout, now);
        Advance(now);
    }

    private void Advance(Instant now)
    {
        Channel channel = _channel!;
        bool progressed;
        do
        {
            progressed = TryAsk(now) | TryJudgeReply(now) | TryReadMessage(now);
            progressed |= TryWork(now);
            bool isPaced =
                State == SourceState.Copying
                    || (_options.LimitWhileFrozen && State == SourceState.Finishing);
            progressed |= channel.Pump(isPaced ? _pacer : null, now);
            progressed |= TryNoteCommit(now) | TryNoteLoss(now) | TryRelease(now) | TryResume(now);
            NoteProgress(now);
        }
        while (progressed && ReferenceEquals(channel, _channel));
        Report.StreamBytes = Math.Max(Report.StreamBytes, channel.Outgoing.BytesWritten);
    }

    private bool TryAsk(Instant now)
    {
        if (_asked || _channel!.Stream.Status != StreamStatus.Open
            || State is not (SourceState.Connecting or SourceState.Recovering))
        {
            return false;
        }

        _asked = true;
        SetDeadline(_options.AnswerDeadline, MoveFailure.AnswerTimeout, now);
        if (State == SourceState.Recovering)
        {
            _channel.Send(
                new ControlMessage.Query(
                    _move.Id, _machine.Identity, _move.DestinationHost, _move.Epoch), now);
            return true;
        }

        Require(SourceEvent.Opened);
        _channel.Send(
            new ControlMessage.Reserve(
                _move.Id, _machine.Name, _machine.Identity, _machine.Memory.PageCount, _move.SourceHost,
                _move.DestinationHost, _move.Epoch, _options.MinimumPause),
            now);
        return true;
    }

    private bool TryReadMessage(Instant now)
    {
        if (_reply is not null || !IsListening)
        {
            return false;
        }

        FrameReader reader = _channel!.Reader;
        switch (reader.Read(_channel.Stream, now))
        {
            case FrameStatus.Incomplete:
                return false;
            case FrameStatus.Complete when reader.Kind == FrameKind.Control
                && ControlCodec.TryRead(reader.Payload, out ControlMessage? message):
                reader.Consume();
                Receive(message, now);
                return true;
            case FrameStatus.Complete:
                Fail(MoveFailure.BadMessage, $"{reader.Kind} of {reader.Payload.Length} bytes", now);
                return true;
            default:
                Fail(MoveFailure.BadFrame, reader.Status.ToString(), now);
                return true;
        }
    }

    private bool IsListening =>
        State is not (SourceState.Released or SourceState.Aborted or SourceState.InDoubt)
            && _lingerUntil is null;

    private void Receive(ControlMessage message, Instant now)
    {
        switch (message)
        {
            case ControlMessage.Reserved reserved when State == SourceState.Reserving:
                Hold(message, _processor.Charge(
                    WorkKind.ValidateKey, 1, reserved.Proof.ChargeCheck(_processor, _checker, now)));
                break;
            case ControlMessage.Refused refused when State == SourceState.Reserving:
                Fail(refused.Reason, refused.Detail, now);
                break;
            case ControlMessage.Ready when State == SourceState.Preparing:
                StartCopying(now);
                break;
            case ControlMessage.RoundApplied
                when State is SourceState.Copying or SourceState.Finishing or SourceState.Committed:
                break;
            case ControlMessage.Resumed resumed when State is SourceState.Committed or SourceState.Recovering:
                Hold(message, resumed.Proof.ChargeCheck(_processor, _checker, now));
                break;
            case ControlMessage.Declined declined when MayBeDeclined:
                Hold(message, declined.Proof.ChargeCheck(_processor, _checker, now));
                break;
            case ControlMessage.Unknown when State == SourceState.Recovering:
                Fail(MoveFailure.OutcomeUnknown, "the destination has no record of this move", now);
                break;
            case ControlMessage.Release when State == SourceState.Releasing:
                LetGo(now);
                break;
            default:
                Fail(MoveFailure.UnexpectedMessage, $"{message.GetType().Name} in state {State}", now);
                break;
        }
    }

    private bool MayBeDeclined => SourceTransitions.Next(State, SourceEvent.Declined) is not null;

    /// <summary>
    /// Keeps a message until its signature has been checked; meanwhile nothing else is read or times out.
    /// </summary>
    private void Hold(ControlMessage message, Instant checkedAt)
    {
        _reply = message;
        _replyAt = checkedAt;
        _deadline = null;
    }

    private bool TryJudgeReply(Instant now)
    {
        if (_reply is null || now < _replyAt)
        {
            return false;
        }

        ControlMessage reply = _reply;
        _reply = null;
        switch (reply)
        {
            case ControlMessage.Reserved reserved:
                JudgeReserved(reserved, now);
                break;
            case ControlMessage.Resumed resumed:
                JudgeResumed(resumed, now);
                break;
            case ControlMessage.Declined declined:
                JudgeDeclined(declined, now);
                break;
            default:
                throw new UnreachableException("Only signed messages are held.");
        }

        return true;
    }

    private void JudgeReserved(ControlMessage.Reserved reserved, Instant now)
    {
        byte[] body = MoveStatement.Reserved(_move.Id, _machine.Identity, _move.Epoch, reserved.SessionKey);
        if (!IsProven(reserved.Proof, MoveStatement.ReservedDomain, body, now)
            || !PublicKey.TryCreate(reserved.SessionKey, out _))
        {
            Fail(MoveFailure.BadProof, "the destination did not prove its session key", now);
            return;
        }

        Delegation? delegation = _authority.TryDelegate(
            _machine.Identity, _move.DestinationHost, reserved.SessionKey, _move.Epoch, now);
        if (delegation is null)
        {
            Fail(MoveFailure.OwnerRefused, $"epoch {_move.Epoch}", now);
            return;
        }

        _move = _move with { Delegation = delegation };
        Require(SourceEvent.Reserved);
        _listener.OnReserved(_move, now);
        _channel!.Send(new ControlMessage.PreAnnounce(), now);
        _listener.OnPreAnnounced(_move, now);
        SetDeadline(_options.AnswerDeadline, MoveFailure.AnswerTimeout, now);
    }

    private void JudgeResumed(ControlMessage.Resumed resumed, Instant now)
    {
        byte[] body = MoveStatement.Resumed(_move.Id, _machine.Identity, _move.Epoch, resumed.ResumedAt);
        if (!IsProven(resumed.Proof, MoveStatement.ResumedDomain, body, now))
        {
            Fail(MoveFailure.BadProof, "the destination did not prove that it resumed", now);
            return;
        }

        Require(SourceEvent.Resumed);
        Report.ResumedAt = resumed.ResumedAt;
        _listener.OnResumed(_move, now);
        SetDeadline(_options.AnswerDeadline, MoveFailure.AnswerTimeout, now);
    }

    private void JudgeDeclined(ControlMessage.Declined declined, Instant now)
    {
        byte[] body = MoveStatement.Declined(_move.Id, _machine.Identity, _move.Epoch, declined.Reason);
        if (!IsProven(declined.Proof, MoveStatement.DeclinedDomain, body, now))
        {
            Fail(MoveFailure.BadProof, "the destination did not prove that it declined", now);
            return;
        }

        bool wasCommitted = State > SourceState.Finishing;
        Require(SourceEvent.Declined);
        _channel!.Outgoing.DropUnbegun();
        if (wasCommitted && _request.SourceSessionKey is { } key)
        {
            TakeBack(_authority.TryDelegate(
                _machine.Identity, _request.SourceHost, key.PublicKey.Bytes, _move.Epoch + 1, now));
        }

        EndHere(declined.Reason, declined.Detail, now);
    }

    private bool IsProven(Proof proof, string domain, byte[] body, Instant now) =>
        proof.Delegation is null
        && proof.Check(_checker, _move.DestinationHost, domain, body, 0, now) == ProofVerdict.Valid;

    private void StartCopying(Instant now)
    {
        Require(SourceEvent.Ready);
        _work = new MoveWork(
            _machine, _strategy, _options, _processor, _channel!, Report, _move.Delegation!);
        _work.Start(now);
        SetDeadline(_options.StallDeadline, MoveFailure.Stalled, now);
    }

    private bool TryWork(Instant now)
    {
        if (State is not (SourceState.Copying or SourceState.Finishing) || !_work!.TryStep(now))
        {
            return false;
        }

        if (_work.IsFrozen && State == SourceState.Copying)
        {
            Require(SourceEvent.Frozen);
            _listener.OnFrozen(_move, now);
        }

        if (_work.Failure != MoveFailure.None)
        {
            Fail(_work.Failure, Report.StopRule, now);
        }

        return true;
    }

    private bool TryNoteCommit(Instant now)
    {
        if (State != SourceState.Finishing || !_work!.IsCommitSealed || _channel!.Outgoing.Count > 0)
        {
            return false;
        }

        Require(SourceEvent.CommitSent);
        Report.CurrentRound!.EndedAt = now;
        SetDeadline(_options.OutcomeDeadline, MoveFailure.AnswerTimeout, now);
        if (_options.OverwriteSourceAtCommit)
        {
            _machine.Destroy(now);
        }

        _listener.OnCommitted(_move, now);
        return true;
    }

    private bool TryNoteLoss(Instant now)
    {
        if (!IsListening || _reply is not null || !_channel!.IsLost || _channel.Stream.ReadableBytes > 0)
        {
            return false;
        }

        Fail(
            MoveFailure.StreamLost,
            $"{_channel.Stream.Status} ({_channel.Stream.Failure}) in state {State}",
            now);
        return true;
    }

    private void LetGo(Instant now)
    {
        _machine.Destroy(now);
        _channel!.Send(new ControlMessage.Destroyed(), now);
        _deadline = null;
        _lingerUntil = now + _options.Linger;
    }

    private bool TryRelease(Instant now)
    {
        if (State != SourceState.Releasing || _lingerUntil is not { } until || now < until)
        {
            return false;
        }

        Require(SourceEvent.Released);
        EndThere(now);
        return true;
    }

    private bool TryResume(Instant now)
    {
        if (_resumeAt is not { } at || now < at)
        {
            return false;
        }

        _resumeAt = null;
        _machine.Resume(now);
        Report.ResumedAt = now;
        _listener.OnAborted(_move, Report.Failure, Report.FailureDetail, now);
        return true;
    }

    private void NoteProgress(Instant now)
    {
        if (State is not (SourceState.Copying or SourceState.Finishing))
        {
            return;
        }

        long acknowledgedBytes = _channel!.AcknowledgedBytes;
        bool isIdle = _channel.Outgoing.Count == 0 && _channel.Stream.UnacknowledgedBytes == 0;
        if (acknowledgedBytes > _lastAcknowledgedBytes || isIdle)
        {
            _lastAcknowledgedBytes = acknowledgedBytes;
            _work!.OnProgress(now);
            SetDeadline(_options.StallDeadline, MoveFailure.Stalled, now);
        }
    }

    private void Fail(MoveFailure reason, string detail, Instant now)
    {
        SourceState before = State;
        Require(SourceEvent.Failed);
        switch (State)
        {
            case SourceState.Aborted:
                TellDestination(before, reason, detail, now);
                EndHere(reason, detail, now);
                break;
            case SourceState.InDoubt:
                EndInDoubt(reason, detail, now);
                break;
            default:
                _machine.Destroy(now);
                EndThere(now);
                break;
        }
    }

    /// <summary>
    /// Says that the move is off, unless a part of the commit is in the stream: then the rest may never
    /// follow.
    /// </summary>
    private void TellDestination(SourceState before, MoveFailure reason, string detail, Instant now)
    {
        OutgoingFrames outgoing = _channel!.Outgoing;
        if (_work is { IsCommitSealed: true } && outgoing.IsLastFrameBegun)
        {
            _channel.Kill(now);
            return;
        }

        outgoing.DropUnbegun();
        if (before != SourceState.Connecting)
        {
            _channel.Send(new ControlMessage.Abort(reason, detail), now);
        }
    }

    private void EndHere(MoveFailure reason, string detail, Instant now)
    {
        Report.Failure = reason;
        Report.FailureDetail = detail;
        EndExchange(now);
        if (_machine.State is MachineState.Frozen or MachineState.InDoubt)
        {
            ResumeHere(now);
            return;
        }

        if (_machine.State == MachineState.Destroyed)
        {
            Report.Failure = MoveFailure.SourceOverwritten;
        }

        _listener.OnAborted(_move, Report.Failure, detail, now);
    }

    private void EndInDoubt(MoveFailure reason, string detail, Instant now)
    {
        Report.Failure = reason;
        Report.FailureDetail = detail;
        EndExchange(now);
        if (_machine.State == MachineState.Frozen)
        {
            _machine.MarkInDoubt(now);
        }

        _listener.OnInDoubt(_move, reason, detail, now);
    }

    private void EndThere(Instant now)
    {
        Report.Failure = MoveFailure.None;
        Report.FailureDetail = "";
        Report.ReleasedAt = now;
        EndExchange(now);
        _listener.OnReleased(_move, now);
    }

    private void EndExchange(Instant now)
    {
        _work?.Stop();
        _reply = null;
        _deadline = null;
        _lingerUntil = null;
        _channel!.Close(now);
    }

    private void ResumeHere(Instant now) => _resumeAt = _processor.Charge(WorkKind.StartMachine, 1, now);

    private void TakeBack(Delegation? delegation)
    {
        KeyPair? key = _request.SourceSessionKey;
        bool isOurs = delegation is not null && key is not null
            && key.PublicKey.Bytes.SequenceEqual(delegation.SessionKey);
        _move = _move with
        {
            Delegation = delegation,
            Credential = isOurs ? Credential.OfDelegation(delegation!, key!) : null,
        };
    }

    private void SetDeadline(Duration length, MoveFailure reason, Instant now)
    {
        _deadline = now + length;
        _deadlineReason = reason;
    }

    private void Require(SourceEvent happened) =>
        State = SourceTransitions.Next(State, happened)
            ?? throw new UnreachableException($"{happened} has no place in state {State}.");
}
