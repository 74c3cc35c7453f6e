using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Forwarding;

/// <summary>The routes of one principal type: exact match on 20 bytes, with a default.</summary>
/// <remarks>
/// Open addressing with linear probing, at most half full, so that a lookup touches one or two cache lines;
/// removal shifts back instead of leaving marks. Slots are 32 bytes; next hops, of which there are few, stand
/// in a list of their own. The seed keeps strangers from choosing identifiers that collide.
/// <code>
/// slot: | id bytes 0–7 | 8–15 | 16–19 | port (16) next hop + 1 (32) used |
/// </code>
/// </remarks>
public sealed class XidRouteTable
{
    /// <summary>How many routes a table takes unless said otherwise.</summary>
    public const int DefaultCapacity = 1 << 20;

    private const int SmallestSlotCount = 16;

    private readonly XidType _type;
    private readonly ulong _seed;
    private readonly int _capacity;
    private readonly NextHopList _nextHops = new();
    private Slot[] _slots = new Slot[SmallestSlotCount];
    private int _shift = 64 - 4;

    /// <summary>An empty table.</summary>
    /// <param name="type">The only type of its keys.</param>
    /// <param name="seed">Drawn from a stream of the node's own.</param>
    /// <param name="capacity">How many routes it takes.</param>
    public XidRouteTable(XidType type, ulong seed, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 28);
        _type = type;
        _seed = seed;
        _capacity = capacity;
    }

    /// <summary>The only type of its keys.</summary>
    public XidType Type => _type;

    /// <summary>How many routes it holds, the default not counted.</summary>
    public int Count { get; private set; }

    /// <summary>What holds for an identifier without a route of its own.</summary>
    public Route Default { get; set; } = Route.Fallback;

    /// <summary>Adds or replaces a route.</summary>
    /// <returns>False when it is a new one and the table is full.</returns>
    public bool TrySet(Xid key, Route route)
    {
        CheckType(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(route.Port, RoutePort.MaximumPort, nameof(route));
        int index = Find(key.High, key.Middle, key.Low);
        if (!_slots[index].IsUsed)
        {
            if (Count == _capacity)
            {
                return false;
            }

            if (2 * (Count + 1) > _slots.Length)
            {
                Grow();
                index = Find(key.High, key.Middle, key.Low);
            }

            Count++;
        }
        else
        {
            _nextHops.Release(_slots[index].NextHop);
        }

        _slots[index] = new Slot
        {
            High = key.High,
            Middle = key.Middle,
            Low = key.Low,
            Port = (short)route.Port,
            NextHop = _nextHops.Take(route.NextHop),
            IsUsed = true,
        };
        return true;
    }

    /// <summary>Takes a route away.</summary>
    /// <returns>False when there was none.</returns>
    public bool Remove(Xid key)
    {
        CheckType(key);
        int hole = Find(key.High, key.Middle, key.Low);
        if (!_slots[hole].IsUsed)
        {
            return false;
        }

        _nextHops.Release(_slots[hole].NextHop);
        int mask = _slots.Length - 1;
        for (int next = (hole + 1) & mask; _slots[next].IsUsed; next = (next + 1) & mask)
        {
            int home = HomeOf(_slots[next].High, _slots[next].Middle, _slots[next].Low);
            // A slot moves into the hole unless its home lies behind the hole on the way to it.
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                _slots[hole] = _slots[next];
                hole = next;
            }
        }

        _slots[hole] = default;
        Count--;
        return true;
    }

    /// <summary>The route of an identifier of this type, or the default.</summary>
    public Route Lookup(Xid key) => Lookup(key.High, key.Middle, key.Low);

    /// <summary>A route of its own, if there is one.</summary>
    public bool TryGet(Xid key, out Route route)
    {
        ref readonly Slot slot = ref _slots[Find(key.High, key.Middle, key.Low)];
        route = slot.IsUsed && key.Type == _type ? new Route(slot.Port, _nextHops[slot.NextHop]) : default;
        return slot.IsUsed && key.Type == _type;
    }

    /// <summary>All routes in the order of identifiers, for reports and saved state.</summary>
    public IReadOnlyList<KeyValuePair<Xid, Route>> ToSortedList()
    {
        List<KeyValuePair<Xid, Route>> list = new(Count);
        foreach (Slot slot in _slots)
        {
            if (slot.IsUsed)
            {
                Xid key = new(_type, slot.High, slot.Middle, slot.Low);
                list.Add(new(key, new Route(slot.Port, _nextHops[slot.NextHop])));
            }
        }

        list.Sort((left, right) => left.Key.CompareTo(right.Key));
        return list;
    }

    internal Route Lookup(ulong high, ulong middle, uint low)
    {
        ref readonly Slot slot = ref _slots[Find(high, middle, low)];
        return slot.IsUsed ? new Route(slot.Port, _nextHops[slot.NextHop]) : Default;
    }

    private int Find(ulong high, ulong middle, uint low)
    {
        Slot[] slots = _slots;
        int mask = slots.Length - 1;
        int index = HomeOf(high, middle, low) & mask;
        while (slots[index].IsUsed
            && (slots[index].High != high || slots[index].Middle != middle || slots[index].Low != low))
        {
            index = (index + 1) & mask;
        }

        return index;
    }

    private int HomeOf(ulong high, ulong middle, uint low) =>
        (int)(Xid.Mix(high, middle, low, _seed) >> _shift);

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[2 * old.Length];
        _shift--;
        foreach (Slot slot in old)
        {
            if (slot.IsUsed)
            {
                _slots[Find(slot.High, slot.Middle, slot.Low)] = slot;
            }
        }
    }

    private void CheckType(Xid key)
    {
        if (key.Type != _type)
        {
            throw new ArgumentException(
                $"This table holds identifiers of type {XidTypeNames.Of(_type)}.", nameof(key));
        }
    }

    private struct Slot
    {
        public ulong High;
        public ulong Middle;
        public uint Low;
        public int NextHop;
        public short Port;
        public bool IsUsed;
    }
}
