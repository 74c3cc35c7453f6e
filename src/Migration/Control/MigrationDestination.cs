using System.Diagnostics;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Migration.Coding;
using Xia.Migration.Framing;
using Xia.Migration.Machines;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;
using Xia.Transport.Sockets;

namespace Xia.Migration.Control;

/// <summary>
/// The destination of one move, or of one question about a move: one object per accepted stream.
/// </summary>
/// <remarks>
/// See <see cref="DestinationTransitions"/> for the states and docs/migration.md for the protocol.
/// </remarks>
public sealed class MigrationDestination : IByteStreamObserver
{
    private const int FrameCount = 8;

    private readonly IMachineHost _host;
    private readonly Credential _identity;
    private readonly MoveLedger _ledger;
    private readonly RandomStream _sessionKeys;
    private readonly DestinationOptions _options;
    private readonly IProofChecker _checker;
    private readonly IProcessor _processor;
    private readonly IMoveListener _listener;
    private readonly Channel _channel;
    private Move? _move;
    private KeyPair? _sessionKey;
    private IncomingState? _incoming;
    private ControlMessage.Commit? _commit;
    private Duration _minimumPause;
    private Instant _frozenAt;
    private Instant? _frameDueAt;
    private Instant? _stepDueAt;
    private Instant? _deadline;
    private MoveFailure _deadlineReason;
    private long _lastBytesRead;

    /// <summary>Takes a stream that a source opened.</summary>
    /// <param name="host">Where machines are made.</param>
    /// <param name="identity">The host's own identity; it signs what the host can be held to.</param>
    /// <param name="ledger">The host's memory of moves, shared by all its destinations.</param>
    /// <param name="sessionKeys">Where the machine's session key is drawn from.</param>
    /// <param name="options">Waits and bounds.</param>
    /// <param name="checker">Checks delegations.</param>
    /// <param name="processor">The host's cores.</param>
    /// <param name="listener">Who hears of the move.</param>
    /// <param name="stream">The stream; its observer is set to this object.</param>
    /// <param name="now">The time.</param>
    public MigrationDestination(
        IMachineHost host, Credential identity, MoveLedger ledger, RandomStream sessionKeys,
        DestinationOptions options, IProofChecker checker, IProcessor processor, IMoveListener listener,
        IByteStream stream, Instant now)
    {
        _host = host;
        _identity = identity;
        _ledger = ledger;
        _sessionKeys = sessionKeys;
        _options = options;
        _checker = checker;
        _processor = processor;
        _listener = listener;
        _channel = new Channel(
            stream, this, FrameCount, ControlCodec.MaximumLengthBytes, PageFrameWriter.MaximumPayloadBytes);
        SetDeadline(_options.MessageDeadline, MoveFailure.AnswerTimeout, now);
    }

    /// <summary>Where the move stands.</summary>
    public DestinationState State { get; private set; }

    /// <summary>The copy that is, or was, being rebuilt; null before the reservation.</summary>
    public IMachine? Machine => _move?.Machine;

    /// <summary>Why the move was refused or declined.</summary>
    public MoveFailure Failure { get; private set; }

    /// <summary>The same in words.</summary>
    public string FailureDetail { get; private set; } = "";

    /// <summary>Pages put in so far, each as often as it came.</summary>
    public long PagesApplied => _incoming?.PagesApplied ?? 0;

    /// <summary>Whether nothing more will happen.</summary>
    public bool IsFinished =>
        State is DestinationState.Done or DestinationState.Closed && NextTimeout is null;

    /// <summary>When <see cref="OnTimeout"/> is due.</summary>
    public Instant? NextTimeout => Instant.Earliest(
        Instant.Earliest(_deadline, _channel.NextTimeout), Instant.Earliest(_frameDueAt, _stepDueAt));

    /// <inheritdoc/>
    public void OnStreamChanged(IByteStream stream, Instant now) => Advance(now);

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

    private bool IsListening => State is DestinationState.Listening or DestinationState.Reserved
        or DestinationState.Receiving or DestinationState.Finishing or DestinationState.Running;

    private void Advance(Instant now)
    {
        bool progressed;
        do
        {
            progressed = TryStep(now) | TryReadFrame(now);
            progressed |= _channel.Pump(null, now);
            progressed |= TryNoteLoss(now);
            NoteProgress(now);
        }
        while (progressed);
    }

    private bool TryReadFrame(Instant now)
    {
        if (!IsListening || now < _frameDueAt)
        {
            return false;
        }

        FrameReader reader = _channel.Reader;
        switch (reader.Read(_channel.Stream, now))
        {
            case FrameStatus.Incomplete:
                return false;
            case FrameStatus.Complete when reader.Kind == FrameKind.Control:
                TakeMessage(reader, now);
                return true;
            case FrameStatus.Complete when !TakesFrame(reader.Kind):
                Fail(MoveFailure.UnexpectedMessage, $"{reader.Kind} in state {State}", now);
                return true;
            case FrameStatus.Complete:
                TakeContent(reader, now);
                return true;
            default:
                Fail(MoveFailure.BadFrame, reader.Status.ToString(), now);
                return true;
        }
    }

    private bool TakesFrame(FrameKind kind) => State == DestinationState.Finishing
        || (State == DestinationState.Receiving && kind == FrameKind.Pages);

    private void TakeMessage(FrameReader reader, Instant now)
    {
        if (!ControlCodec.TryRead(reader.Payload, out ControlMessage? message))
        {
            Fail(MoveFailure.BadMessage, $"control of {reader.Payload.Length} bytes", now);
            return;
        }

        reader.Consume();
        Receive(message, now);
    }

    /// <summary>
    /// A frame of content is charged when it is complete, and applied and consumed when that work is done.
    /// </summary>
    private void TakeContent(FrameReader reader, Instant now)
    {
        if (_frameDueAt is null)
        {
            _frameDueAt = _incoming!.Charge(reader.Kind, reader.Payload, now);
            return;
        }

        _frameDueAt = null;
        MoveFailure failure = reader.Kind == FrameKind.Pages
            ? _incoming!.ApplyPages(reader.Payload)
            : _incoming!.ApplyDeviceState(reader.Payload);
        reader.Consume();
        if (failure != MoveFailure.None)
        {
            Fail(failure, $"after {PagesApplied} pages", now);
        }
    }

    private void Receive(ControlMessage message, Instant now)
    {
        switch (message)
        {
            case ControlMessage.Reserve reserve when State == DestinationState.Listening:
                Reserve(reserve, now);
                break;
            case ControlMessage.Query query when State == DestinationState.Listening:
                Answer(query, now);
                break;
            case ControlMessage.PreAnnounce when State == DestinationState.Reserved:
                Require(DestinationEvent.PreAnnounced);
                _listener.OnPreAnnounced(_move!, now);
                _channel.Send(new ControlMessage.Ready(), now);
                SetDeadline(_options.StallDeadline, MoveFailure.Stalled, now);
                break;
            case ControlMessage.RoundEnd round when State == DestinationState.Receiving:
                EndRound(round, now);
                break;
            case ControlMessage.Freeze freeze when State == DestinationState.Receiving:
                Require(DestinationEvent.Frozen);
                _frozenAt = Instant.Min(freeze.FrozenAt, now);
                _listener.OnFrozen(_move!, now);
                break;
            case ControlMessage.Commit commit when State == DestinationState.Finishing:
                TakeCommit(commit, now);
                break;
            case ControlMessage.Destroyed when State == DestinationState.Running:
                EndRunning(DestinationEvent.Destroyed, now);
                break;
            case ControlMessage.Abort abort when State < DestinationState.Verifying:
                Fail(MoveFailure.PeerAborted, $"{abort.Reason}: {abort.Detail}", now);
                break;
            default:
                Fail(MoveFailure.UnexpectedMessage, $"{message.GetType().Name} in state {State}", now);
                break;
        }
    }

    private void Reserve(ControlMessage.Reserve reserve, Instant now)
    {
        Xid machineXid = reserve.Machine;
        MoveFailure refusal = Judge(reserve);
        IMachine? machine = null;
        if (refusal == MoveFailure.None)
        {
            refusal = _ledger.TryOpen(machineXid, reserve.MoveId, reserve.Epoch);
            if (refusal == MoveFailure.None)
            {
                refusal = _host.TryReserve(
                    new Reservation(
                        reserve.MachineName, machineXid, reserve.PageCount, reserve.SourceHost,
                        reserve.Epoch),
                    now, out machine);
                if (refusal != MoveFailure.None)
                {
                    _ledger.TryDecline(machineXid, reserve.MoveId);
                }
            }
        }

        if (refusal != MoveFailure.None)
        {
            Require(DestinationEvent.Answered);
            _channel.Send(new ControlMessage.Refused(refusal, $"{reserve.PageCount} pages"), now);
            Close(refusal, reserve.MachineName, now);
            return;
        }

        _minimumPause = reserve.MinimumPause;
        _move = new Move
        {
            Id = reserve.MoveId,
            Side = MoveSide.Destination,
            Machine = machine!,
            SourceHost = reserve.SourceHost,
            DestinationHost = reserve.DestinationHost,
            Epoch = reserve.Epoch,
        };
        _incoming = new IncomingState(machine!, _options.MaximumDeviceStateBytes, _processor);
        _sessionKey = KeyPair.Generate(_sessionKeys);
        byte[] sessionKey = _sessionKey.PublicKey.Bytes.ToArray();
        Require(DestinationEvent.Reserved);
        byte[] body = MoveStatement.Reserved(reserve.MoveId, machineXid, reserve.Epoch, sessionKey);
        Proof proof = _identity.Prove(MoveStatement.ReservedDomain, body);
        _channel.Send(
            new ControlMessage.Reserved(sessionKey, proof), _processor.Charge(WorkKind.Sign, 1, now));
        _listener.OnReserved(_move, now);
        SetDeadline(_options.MessageDeadline, MoveFailure.AnswerTimeout, now);
    }

    private MoveFailure Judge(ControlMessage.Reserve reserve)
    {
        if (reserve.DestinationHost != _identity.Subject)
        {
            return MoveFailure.WrongHost;
        }

        bool isSound = reserve.PageCount > 0 && reserve.PageCount <= _options.MaximumPageCount;
        bool isPatient = reserve.MinimumPause >= Duration.Zero
            && reserve.MinimumPause <= MigrationOptions.LongestMinimumPause;
        return !isSound ? MoveFailure.NoMemory : isPatient ? MoveFailure.None : MoveFailure.Policy;
    }

    private void Answer(ControlMessage.Query query, Instant now)
    {
        MoveOutcome outcome = MoveOutcome.Unknown;
        Instant? resumedAt = null;
        if (query.DestinationHost == _identity.Subject)
        {
            outcome = _ledger.Settle(query.Machine, query.MoveId, query.Epoch, out resumedAt);
        }

        Require(DestinationEvent.Answered);
        switch (outcome)
        {
            case MoveOutcome.Resumed:
                SendResumed(query.MoveId, query.Machine, query.Epoch, resumedAt ?? now, now);
                break;
            case MoveOutcome.Declined:
                SendDeclined(
                    query.MoveId, query.Machine, query.Epoch, MoveFailure.Superseded, "by a query", now);
                break;
            default:
                _channel.Send(new ControlMessage.Unknown(), now);
                break;
        }

        Close(MoveFailure.None, $"a query found {outcome}", now);
    }

    private void EndRound(ControlMessage.RoundEnd round, Instant now)
    {
        Instant done = _incoming!.RefreshDigest(now);
        if (_channel.Outgoing.FreeFrames > 2)
        {
            // Progress reports are for the source's information: where it does not read them, they are left
            // out.
            _channel.Send(new ControlMessage.RoundApplied(round.Round), done);
        }
    }

    private void TakeCommit(ControlMessage.Commit commit, Instant now)
    {
        _commit = commit;
        _deadline = null;
        Require(DestinationEvent.CommitArrived);

        // The signature is checked on another core, where there is one, while this one hashes and loads.
        bool isNewKey = _checker.IsNewKey(commit.Delegation.OwnerKey);
        Instant validated = isNewKey ? _processor.Charge(WorkKind.ValidateKey, 1, now) : now;
        Instant proven = _processor.Charge(WorkKind.CheckSignature, 1, validated);
        _stepDueAt = Instant.Max(proven, _incoming!.ChargeVerification(now));
    }

    private bool TryStep(Instant now)
    {
        if (_stepDueAt is not { } due || now < due)
        {
            return false;
        }

        _stepDueAt = null;
        if (State == DestinationState.Verifying)
        {
            Verify(now);
        }
        else
        {
            Run(now);
        }

        return true;
    }

    private void Verify(Instant now)
    {
        Move move = _move!;
        MoveFailure failure = _incoming!.Verify(_commit!);
        failure = failure == MoveFailure.None && !IsDelegated(now) ? MoveFailure.BadDelegation : failure;
        failure =
            failure == MoveFailure.None && !_incoming.TryLoad(now)
                ? MoveFailure.BadDeviceState
                : failure;
        failure = failure == MoveFailure.None && !_ledger.TryCommit(move.Machine.Identity, move.Id)
            ? MoveFailure.Superseded
            : failure;
        if (failure != MoveFailure.None)
        {
            Require(DestinationEvent.Rejected);
            Decline(failure, "at the commit", now);
            return;
        }

        _move = move with
        {
            Delegation = _commit!.Delegation,
            Credential = Credential.OfDelegation(_commit.Delegation, _sessionKey!),
        };
        Require(DestinationEvent.Verified);
        _listener.OnCommitted(_move, now);
        Instant started = _processor.Charge(WorkKind.StartMachine, 1, now);
        _stepDueAt = Instant.Max(started, _frozenAt + _minimumPause);
    }

    /// <summary>
    /// The owner's word, for this machine and host, this move's session key and epoch, in force now.
    /// </summary>
    private bool IsDelegated(Instant now)
    {
        Delegation delegation = _commit!.Delegation;
        return delegation.Host == _identity.Subject
            && delegation.Epoch == _move!.Epoch
            && delegation.SessionKey.SequenceEqual(_sessionKey!.PublicKey.Bytes)
            && _checker.CheckDelegation(
                delegation, _move.Machine.Identity, _move.Epoch, now) == ProofVerdict.Valid;
    }

    private void Run(Instant now)
    {
        Move move = _move!;
        move.Machine.Resume(now);
        _ledger.SetResumedAt(move.Machine.Identity, move.Id, now);
        Require(DestinationEvent.Started);
        _listener.OnResumed(move, now);
        SendResumed(move.Id, move.Machine.Identity, move.Epoch, now, now);
        SetDeadline(_options.ReleaseDeadline, MoveFailure.AnswerTimeout, now);
    }

    private void SendResumed(ulong moveId, Xid machine, ulong epoch, Instant resumedAt, Instant now)
    {
        byte[] body = MoveStatement.Resumed(moveId, machine, epoch, resumedAt);
        Proof proof = _identity.Prove(MoveStatement.ResumedDomain, body);
        Instant signed = _processor.Charge(WorkKind.Sign, 1, now);
        _channel.Send(new ControlMessage.Resumed(resumedAt, proof), signed);
        _channel.Send(new ControlMessage.Release(), signed);
    }

    private void SendDeclined(
        ulong moveId, Xid machine, ulong epoch, MoveFailure reason, string detail, Instant now)
    {
        byte[] body = MoveStatement.Declined(moveId, machine, epoch, reason);
        Proof proof = _identity.Prove(MoveStatement.DeclinedDomain, body);
        _channel.Send(
            new ControlMessage.Declined(reason, detail, proof), _processor.Charge(WorkKind.Sign, 1, now));
    }

    private bool TryNoteLoss(Instant now)
    {
        if (!IsListening || _frameDueAt is not null || !_channel.IsLost || _channel.Stream.ReadableBytes > 0)
        {
            return false;
        }

        Fail(
            MoveFailure.StreamLost,
            $"{_channel.Stream.Status} ({_channel.Stream.Failure}) in state {State}",
            now);
        return true;
    }

    private void NoteProgress(Instant now)
    {
        if (State is DestinationState.Receiving or DestinationState.Finishing
            && _channel.Reader.BytesRead > _lastBytesRead)
        {
            _lastBytesRead = _channel.Reader.BytesRead;
            SetDeadline(_options.StallDeadline, MoveFailure.Stalled, now);
        }
    }

    private void Fail(MoveFailure reason, string detail, Instant now)
    {
        if (State == DestinationState.Running)
        {
            EndRunning(DestinationEvent.Failed, now);
            return;
        }

        Require(DestinationEvent.Failed);
        Decline(reason, detail, now);
    }

    private void EndRunning(DestinationEvent happened, Instant now)
    {
        Require(happened);
        _deadline = null;
        _listener.OnReleased(_move!, now);
        _channel.Close(now);
    }

    private void Decline(MoveFailure reason, string detail, Instant now)
    {
        if (_move is { } move)
        {
            _ledger.TryDecline(move.Machine.Identity, move.Id);
            SendDeclined(move.Id, move.Machine.Identity, move.Epoch, reason, detail, now);
            move.Machine.Destroy(now);
            _host.OnReservationReturned(move.Machine, now);
            _listener.OnAborted(move, reason, detail, now);
        }
        else
        {
            _channel.Send(new ControlMessage.Refused(reason, detail), now);
        }

        Close(reason, detail, now);
    }

    private void Close(MoveFailure reason, string detail, Instant now)
    {
        Failure = reason;
        FailureDetail = detail;
        _deadline = null;
        _frameDueAt = null;
        _channel.Close(now);
    }

    private void SetDeadline(Duration length, MoveFailure reason, Instant now)
    {
        _deadline = now + length;
        _deadlineReason = reason;
    }

    private void Require(DestinationEvent happened) =>
        State = DestinationTransitions.Next(State, happened)
            ?? throw new UnreachableException($"{happened} has no place in state {State}.");
}
