using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Neighbours;

/// <summary>
/// The newest claim believed of each neighbour, so that an old one that somebody repeats is known as such.
/// </summary>
/// <remarks>Bounded: a full ledger takes no new neighbours and forgets none.</remarks>
public sealed class FreshnessLedger
{
    /// <summary>How many neighbours are remembered unless said otherwise.</summary>
    public const int DefaultCapacity = 65_536;

    private readonly Dictionary<Xid, Freshness> _newest = [];
    private readonly int _capacity;

    /// <summary>An empty ledger.</summary>
    public FreshnessLedger(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>Whether there is room to remember this neighbour.</summary>
    public bool HasRoomFor(Xid subject) => _newest.Count < _capacity || _newest.ContainsKey(subject);

    /// <summary>The newest claim believed, or the oldest there is.</summary>
    public Freshness Newest(Xid subject) => _newest.GetValueOrDefault(subject);

    /// <summary>Remembers a claim that has been proven, if it is newer.</summary>
    public void Remember(Xid subject, Freshness claim)
    {
        if (HasRoomFor(subject) && claim >= Newest(subject))
        {
            _newest[subject] = claim;
        }
    }
}
