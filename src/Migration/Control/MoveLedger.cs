using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;

namespace Xia.Migration.Control;

/// <summary>
/// A destination's memory of how moves ended: the place where commit and refusal exclude each other.
/// </summary>
/// <remarks>
/// One per host, shared by all its incoming moves, and kept over a restart of them. Per machine it holds the
/// latest move. An open move becomes either resumed or declined, once and for good: a query for the outcome
/// of an open move declines it, so that what it answers stays true. Bounded: a full ledger takes no new
/// machine and forgets none.
/// </remarks>
public sealed class MoveLedger
{
    /// <summary>How many machines are remembered unless said otherwise.</summary>
    public const int DefaultCapacity = 65_536;

    private readonly Dictionary<Xid, Entry> _entries = [];
    private readonly int _capacity;

    /// <summary>A ledger for a number of machines.</summary>
    public MoveLedger(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>Opens a move, or says why it cannot be.</summary>
    internal MoveFailure TryOpen(Xid machine, ulong moveId, ulong epoch)
    {
        if (!_entries.TryGetValue(machine, out Entry entry))
        {
            if (_entries.Count == _capacity)
            {
                return MoveFailure.HostFull;
            }
        }
        else if (entry.Outcome == MoveOutcome.Open)
        {
            return MoveFailure.AlreadyHere;
        }
        else if (epoch < entry.Epoch || (epoch == entry.Epoch && entry.Outcome == MoveOutcome.Resumed)
            || (epoch == entry.Epoch && moveId == entry.MoveId))
        {
            return MoveFailure.StaleEpoch;
        }

        _entries[machine] = new Entry(moveId, epoch, MoveOutcome.Open, default);
        return MoveFailure.None;
    }

    /// <summary>Decides an open move for its taking effect; false if it is not open any more.</summary>
    internal bool TryCommit(Xid machine, ulong moveId) => TryDecide(machine, moveId, MoveOutcome.Resumed);

    /// <summary>Notes when the guest of a committed move was resumed.</summary>
    internal void SetResumedAt(Xid machine, ulong moveId, Instant resumedAt)
    {
        if (_entries.TryGetValue(machine, out Entry entry) && entry.MoveId == moveId)
        {
            _entries[machine] = entry with { ResumedAt = resumedAt };
        }
    }

    /// <summary>Decides an open move against its taking effect; false if it is not open any more.</summary>
    internal bool TryDecline(Xid machine, ulong moveId) => TryDecide(machine, moveId, MoveOutcome.Declined);

    /// <summary>Answers for a move for good: an open or unheard one is declined by this.</summary>
    internal MoveOutcome Settle(Xid machine, ulong moveId, ulong epoch, out Instant? resumedAt)
    {
        resumedAt = null;
        if (!_entries.TryGetValue(machine, out Entry entry) || entry.Epoch < epoch)
        {
            if (_entries.Count == _capacity && !_entries.ContainsKey(machine))
            {
                return MoveOutcome.Unknown;
            }

            if (entry.Outcome == MoveOutcome.Open)
            {
                return MoveOutcome.Unknown;
            }

            _entries[machine] = new Entry(moveId, epoch, MoveOutcome.Declined, default);
            return MoveOutcome.Declined;
        }

        if (entry.Epoch > epoch)
        {
            return MoveOutcome.Unknown;
        }

        if (entry.MoveId != moveId)
        {
            // Another move of the same epoch was let in after this one, so this one had been declined.
            return MoveOutcome.Declined;
        }

        _ = TryDecline(machine, moveId);
        resumedAt = entry.ResumedAt;
        return entry.Outcome == MoveOutcome.Resumed ? MoveOutcome.Resumed : MoveOutcome.Declined;
    }

    private bool TryDecide(Xid machine, ulong moveId, MoveOutcome outcome)
    {
        if (!_entries.TryGetValue(machine, out Entry entry) || entry.MoveId != moveId
            || entry.Outcome != MoveOutcome.Open)
        {
            return false;
        }

        _entries[machine] = entry with { Outcome = outcome };
        return true;
    }

    private readonly record struct Entry(ulong MoveId, ulong Epoch, MoveOutcome Outcome, Instant? ResumedAt);
}
