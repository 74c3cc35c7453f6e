using Xia.Kernel.Time;
using Xia.Laboratory.Arms;
using Xia.Laboratory.Building;
using Xia.Laboratory.Scenarios;
using Xia.Migration.Control;
using Xia.Migration.Machines;

namespace Xia.Laboratory.Moves;

/// <summary>
/// Hears of every step of every move: notes it, checks safety, and tells mobility and whoever waits for it.
/// </summary>
/// <remarks>It is the observer that sees all hosts at once, which nothing in a real network can be.</remarks>
internal sealed class MoveHub(ArmContext arm, ArmNetwork network) : IMoveListener
{
    private readonly List<MoveRecord> _records = [];
    private readonly List<string> _violations = [];

    /// <summary>Every move that was asked for, in order.</summary>
    public IReadOnlyList<MoveRecord> Records => _records;

    /// <summary>Moments at which two copies of a machine ran; must stay empty.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>How machines stay reachable; set before the first move.</summary>
    public IMobility? Mobility { get; set; }

    /// <summary>Called when a move was asked for.</summary>
    public event Action<MoveRecord>? Added;

    /// <summary>Called when a move reached a moment, after everything else.</summary>
    public event Action<string, MoveMoment, Instant>? Reached;

    /// <summary>A move was asked for.</summary>
    public void Add(MoveRecord record)
    {
        _records.Add(record);
        Added?.Invoke(record);
    }

    /// <inheritdoc/>
    public void OnReserved(Move move, Instant now)
    {
        if (move.Side == MoveSide.Destination)
        {
            RecordOf(move).Destination = network.CopyOf(move.Machine);
        }

        Mobility?.OnReserved(move, now);
        Tell(move, MoveMoment.Reserved, now, MoveSide.Source);
    }

    /// <inheritdoc/>
    public void OnPreAnnounced(Move move, Instant now)
    {
        Mobility?.OnPreAnnounced(move, now);
        Tell(move, MoveMoment.PreAnnounced, now, MoveSide.Source);
    }

    /// <inheritdoc/>
    public void OnFrozen(Move move, Instant now)
    {
        if (move.Side == MoveSide.Source)
        {
            RecordOf(move).FrozenAt = move.Machine.FrozenAt;
        }

        Mobility?.OnFrozen(move, now);
        Tell(move, MoveMoment.Frozen, now, MoveSide.Source);
    }

    /// <inheritdoc/>
    public void OnCommitted(Move move, Instant now)
    {
        if (move.Side == MoveSide.Destination && arm.Arm.SourceDiesAtCommit)
        {
            Silence(RecordOf(move), now);
        }

        Mobility?.OnCommitted(move, now);
        Tell(move, MoveMoment.Committed, now, MoveSide.Destination);
    }

    /// <inheritdoc/>
    public void OnResumed(Move move, Instant now)
    {
        if (move.Side == MoveSide.Destination)
        {
            MoveRecord record = RecordOf(move);
            record.ResumedAt = move.Machine.ResumedAt;
            record.ResumedAtDestination = true;
            if (move.Credential is { } credential)
            {
                network.SetTenure(move.Machine.Name, new Tenure(move.Epoch, credential.Key, credential));
            }

            CheckSafety(move.Machine.Name, now);
        }

        Mobility?.OnResumed(move, now);
        Tell(move, MoveMoment.Resumed, now, MoveSide.Destination);
    }

    /// <inheritdoc/>
    public void OnReleased(Move move, Instant now)
    {
        if (move.Side == MoveSide.Source)
        {
            RecordOf(move).ReleasedAt = now;
        }

        Mobility?.OnReleased(move, now);
        Tell(move, MoveMoment.Released, now, MoveSide.Source);
    }

    /// <inheritdoc/>
    public void OnAborted(Move move, MoveFailure reason, string detail, Instant now)
    {
        MoveRecord record = RecordOf(move);
        record.Failure ??= $"{reason} at the {move.Side}: {detail}";
        if (move.Side == MoveSide.Source)
        {
            record.ResumedAt = move.Machine.ResumedAt;
            if (move.Credential is { Delegation: not null } renewed)
            {
                network.SetTenure(move.Machine.Name, new Tenure(renewed.Epoch, renewed.Key, renewed));
            }

            CheckSafety(move.Machine.Name, now);
        }

        Mobility?.OnAborted(move, reason, detail, now);
        arm.Recorder.Note(now, "move.aborted", move.Machine.Name, null, $"{move.Side}: {reason} {detail}");
        Tell(move, MoveMoment.Aborted, now, MoveSide.Source);
    }

    /// <inheritdoc/>
    public void OnInDoubt(Move move, MoveFailure reason, string detail, Instant now)
    {
        MoveRecord record = RecordOf(move);
        record.InDoubt = true;
        record.Failure = $"{reason}: {detail}";
        Mobility?.OnInDoubt(move, reason, detail, now);
        arm.Recorder.Note(now, "move.in-doubt", move.Machine.Name, null, $"{reason} {detail}");
    }

    /// <summary>The source host falls silent: whatever still needed it has to do without.</summary>
    private void Silence(MoveRecord record, Instant now)
    {
        HostNode source = network.Node(record.From);
        network.Link(source.Plan.Ports[0].Link).SetUp(false, now);
        record.SourceDiedAt = now;
        arm.Recorder.Note(now, "host.died", source.Name);
    }

    private MoveRecord RecordOf(Move move) => _records.FindLast(
        record => record.Id == move.Id && record.Request.Machine == move.Machine.Name)
        ?? throw new InvalidOperationException($"Nobody asked for this move of {move.Machine.Name}.");

    private void Tell(Move move, MoveMoment moment, Instant now, MoveSide side)
    {
        if (move.Side == side)
        {
            if (moment != MoveMoment.Aborted)
            {
                arm.Recorder.Note(now, $"move.{Words.Of(moment)}", move.Machine.Name);
            }

            Reached?.Invoke(move.Machine.Name, moment, now);
        }
    }

    private void CheckSafety(string machine, Instant now)
    {
        int running = network.Copies.Count(
            copy => copy.Specification.Name == machine && copy.Machine.State == MachineState.Running);
        if (running > 1)
        {
            _violations.Add($"{running} copies of {machine} run at {now}");
        }
    }
}
