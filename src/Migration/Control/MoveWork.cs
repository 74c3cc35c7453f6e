using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Migration.Coding;
using Xia.Migration.Framing;
using Xia.Migration.Machines;
using Xia.Migration.Strategies;
using Xia.Overlay.Delegations;

namespace Xia.Migration.Control;

/// <summary>
/// The source's work from the first page to the commit, one step at a time, each when its processor is done.
/// </summary>
/// <remarks>
/// <code>
///           ┌─────────── rounds ───────────┐
/// Start ─▶ Decide ─▶ Batch ─▶ Decide ─▶ … Harvest     guest runs
///             │ Freeze
///             ▼
///          Stopped ─▶ FinalBatch … ─▶ Export ─▶ DeviceState … ─▶ Commit     guest stands still
/// </code>
/// The next step waits while fewer than two frames are free, so the stream's pace holds the work back. While
/// a frame is being written the next is coded.
/// </remarks>
internal sealed class MoveWork(
    IMachine machine, IPageStrategy strategy, MigrationOptions options, IProcessor processor, Channel channel,
    MigrationReport report, Delegation delegation)
{
    /// <summary>How many rounds there are at most, whatever the strategy says.</summary>
    public const int MaximumRounds = 10_000;

    private const int StateBytesPerFrame = 64 * 1024;

    private static readonly Duration IdleInterval = Duration.FromMilliseconds(1);

    private readonly PageSender _sender = new(machine.Memory, strategy, processor, channel.Outgoing);
    private readonly BandwidthEstimate _bandwidth = new();
    private readonly ArrayBufferWriter<byte> _deviceState = new();
    private Step _step;
    private Instant _dueAt;
    private Instant _startedAt;
    private bool _atRoundStart;
    private int _deviceStateSent;

    private enum Step
    {
        None,
        Decide,
        Batch,
        Rescan,
        Stopped,
        FinalBatch,
        Export,
        DeviceState,
        Commit,
    }

    /// <summary>Whether the operator wants the guest stopped at the next decision.</summary>
    public bool IsForced { get; set; }

    /// <summary>Whether the guest was stopped.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Whether the commit is queued; it has left once nothing is queued any more.</summary>
    public bool IsCommitSealed { get; private set; }

    /// <summary>Why the work cannot go on.</summary>
    public MoveFailure Failure { get; private set; }

    /// <summary>
    /// When <see cref="TryStep"/> is due; null while it waits for room or has nothing to do.
    /// </summary>
    public Instant? NextTimeout => _step != Step.None && HasRoom ? _dueAt : null;

    private bool HasRoom => channel.Outgoing.FreeFrames >= 2;

    private RoundReport Round => report.CurrentRound!;

    /// <summary>Begins the first round.</summary>
    public void Start(Instant now)
    {
        _startedAt = now;
        _bandwidth.Start(channel.AcknowledgedBytes, now);
        _sender.Start();
        OpenRound(now);
        Then(Step.Decide, now);
    }

    /// <summary>The peer's stack has acknowledged more.</summary>
    public void OnProgress(Instant now) => _bandwidth.OnProgress(channel.AcknowledgedBytes, now);

    /// <summary>Ends the work; the log of writes is switched off.</summary>
    public void Stop()
    {
        _step = Step.None;
        _sender.Stop();
    }

    /// <summary>Does the next step if it is due and there is room; says whether it did.</summary>
    public bool TryStep(Instant now)
    {
        if (_step == Step.None || !HasRoom || now < _dueAt)
        {
            return false;
        }

        switch (_step)
        {
            case Step.Decide:
                Decide(now);
                break;
            case Step.Batch:
                _atRoundStart = false;
                Then(Step.Decide, _sender.SendBatch(holdBack: true, Round, now));
                break;
            case Step.Rescan:
                _atRoundStart = true;
                Then(Step.Decide, _sender.Harvest(now));
                Round.PagesAtStart = _sender.UnsentPages;
                break;
            case Step.Stopped:
                Then(Step.FinalBatch, _sender.Harvest(now));
                Round.PagesAtStart = _sender.UnsentPages;
                break;
            case Step.FinalBatch:
                SendFinalBatch(now);
                break;
            case Step.Export:
                Export(now);
                break;
            case Step.DeviceState:
                SendDeviceState(now);
                break;
            case Step.Commit:
                Commit(now);
                break;
            default:
                throw new UnreachableException($"Step {_step} does not exist.");
        }

        return true;
    }

    private void Decide(Instant now)
    {
        MoveProgress progress = Progress(now);
        Verdict verdict = IsForced ? Verdict.Freeze("forced") : strategy.Decide(progress);
        switch (verdict.Kind)
        {
            case VerdictKind.Freeze:
                report.StopRule = verdict.Rule;
                Freeze(now);
                break;
            case VerdictKind.GiveUp:
                report.StopRule = verdict.Rule;
                Fail(MoveFailure.NotConverging);
                break;
            case VerdictKind.Continue when !progress.AtRoundEnd:
                Then(Step.Batch, now);
                break;
            default:
                EndRound(now);
                break;
        }
    }

    private void EndRound(Instant now)
    {
        if (Round.Pages == 0)
        {
            // Nothing was sent: look again a little later, so that no strategy can spin without time passing.
            Then(Step.Rescan, now + IdleInterval);
            return;
        }

        if (Round.Round >= MaximumRounds)
        {
            Fail(MoveFailure.RoundLimit);
            return;
        }

        channel.Send(new ControlMessage.RoundEnd(Round.Round, Round.Pages), now);
        Instant hashed = RefreshDigest(now);
        OpenRound(now);
        Then(Step.Decide, _sender.Harvest(hashed));
        Round.PagesAtStart = _sender.UnsentPages;
    }

    private void OpenRound(Instant now)
    {
        _atRoundStart = true;
        report.Begin(new RoundReport
        {
            Round = report.Rounds.Count + 1,
            StartedAt = now,
            EndedAt = now,
            PagesAtStart = _sender.UnsentPages,
        });
    }

    private void Freeze(Instant now)
    {
        machine.Freeze(now);
        IsFrozen = true;
        report.FrozenAt = now;
        channel.Send(new ControlMessage.Freeze(now), now);
        if (Round.Pages > 0)
        {
            OpenRound(now);
        }

        Round.IsFinal = true;
        Round.StartedAt = now;
        Then(Step.Stopped, processor.Charge(WorkKind.StopMachine, 1, now));
    }

    private void SendFinalBatch(Instant now)
    {
        if (_sender.AtRoundEnd)
        {
            _sender.Stop();
            Then(Step.Export, now);
        }
        else
        {
            Then(Step.FinalBatch, _sender.SendBatch(holdBack: false, Round, now));
        }
    }

    private void Export(Instant now)
    {
        MessagePackWriter writer = new(_deviceState);
        machine.ExportDeviceState(ref writer, now);
        report.DeviceStateBytes = _deviceState.WrittenCount;
        if (_deviceState.WrittenCount > options.MaximumDeviceStateBytes)
        {
            Fail(MoveFailure.DeviceStateTooLong);
            return;
        }

        Then(Step.DeviceState, processor.Charge(WorkKind.SaveStateByte, _deviceState.WrittenCount, now));
    }

    private void SendDeviceState(Instant now)
    {
        int lengthBytes = Math.Min(StateBytesPerFrame, _deviceState.WrittenCount - _deviceStateSent);
        if (lengthBytes == 0)
        {
            long hashedBytes = _deviceState.WrittenCount + _sender.Digest.PendingBytes;
            Then(Step.Commit, processor.Charge(WorkKind.HashByte, hashedBytes, now));
            return;
        }

        _deviceState.WrittenSpan.Slice(_deviceStateSent, lengthBytes).CopyTo(channel.Outgoing.Payload);
        _deviceStateSent += lengthBytes;
        Instant done = processor.Charge(WorkKind.CopyByte, lengthBytes, now);
        done = processor.Charge(WorkKind.ChecksumByte, lengthBytes, done);
        done = processor.Charge(WorkKind.Frame, 1, done);
        channel.Outgoing.Seal(FrameKind.DeviceState, lengthBytes, done);
        Then(Step.DeviceState, done);
    }

    private void Commit(Instant now)
    {
        byte[] memoryDigest = new byte[MemoryDigest.LengthBytes];
        _sender.Digest.WriteRoot(memoryDigest);
        byte[] deviceDigest = SHA256.HashData(_deviceState.WrittenSpan);
        report.EndHash = SHA256.HashData([.. memoryDigest, .. deviceDigest]);
        channel.Send(
            new ControlMessage.Commit(
                _deviceState.WrittenCount, memoryDigest, deviceDigest, delegation), now);
        IsCommitSealed = true;
        _step = Step.None;
    }

    /// <summary>Hashes the tree above the pages of a round, so that the pause has less of it.</summary>
    private Instant RefreshDigest(Instant now)
    {
        Instant done = processor.Charge(WorkKind.HashByte, _sender.Digest.PendingBytes, now);
        Span<byte> unused = stackalloc byte[MemoryDigest.LengthBytes];
        _sender.Digest.WriteRoot(unused);
        return done;
    }

    private MoveProgress Progress(Instant now) => new()
    {
        Round = Round.Round,
        AtRoundStart = _atRoundStart,
        AtRoundEnd = _sender.AtRoundEnd,
        PageCount = machine.Memory.PageCount,
        UnsentPages = _sender.UnsentPages,
        SentPages = Round.Pages,
        SentPagesBefore = report.Rounds.Count > 1 ? report.Rounds[^2].Pages : 0,
        SentPagesTotal = report.ZeroPages + report.RawPages,
        BacklogBytes = channel.Stream.UnacknowledgedBytes,
        BandwidthBytesPerSecond = _bandwidth.BytesPerSecond,
        Elapsed = now - _startedAt,
    };

    private void Fail(MoveFailure reason)
    {
        Failure = reason;
        _step = Step.None;
    }

    private void Then(Step step, Instant dueAt)
    {
        _step = step;
        _dueAt = dueAt;
    }
}
