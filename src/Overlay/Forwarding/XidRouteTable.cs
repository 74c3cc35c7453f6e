using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
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
/// A large table has a tag of one byte per slot besides: 0 for an empty one, else seven bits of the hash. A
/// miss, which every fallback of an address is, then mostly ends at the tags, which stay in the caches where
/// the slots do not.
/// </remarks>
public sealed class XidRouteTable
{
    /// <summary>How many routes a table takes unless said otherwise.</summary>
    public const int DefaultCapacity = 1 << 20;

    private const int SmallestSlotCount = 16;
    private const int SmallestTaggedSlotCount = 1 << 12;
    private const int UsedTag = 0x80;

    private readonly XidType _type;
    private readonly ulong _seed;
    private readonly int _capacity;
    private readonly NextHopList _nextHops = new();
    private Slot[] _slots = new Slot[SmallestSlotCount];
    private byte[]? _tags;
    private Route _default = Route.Fallback;
    private int _defaultHop;
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
    public Route Default
    {
        get => _default;
        set
        {
            _nextHops.Release(_defaultHop);
            _defaultHop = _nextHops.Take(value.NextHop);
            _default = value;
            OnChange?.Invoke();
        }
    }

    /// <summary>Called whenever a route changes.</summary>
    internal Action? OnChange { get; init; }

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

        OnChange?.Invoke();
        SetTag(index, Xid.Mix(key.High, key.Middle, key.Low, _seed));
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
                if (_tags is not null)
                {
                    _tags[hole] = _tags[next];
                }

                hole = next;
            }
        }

        _slots[hole] = default;
        if (_tags is not null)
        {
            _tags[hole] = 0;
        }

        OnChange?.Invoke();
        Count--;
        return true;
    }

    /// <summary>The route of an identifier of this type, or the default.</summary>
    public Route Lookup(Xid key) => Lookup(key.High, key.Middle, key.Low);

    /// <summary>
    /// Where the route of an identifier of this type, or the default, leads, and the number of its neighbour.
    /// </summary>
    /// <param name="id">The 20 bytes of the identifier.</param>
    /// <param name="neighbour">For <see cref="NeighbourAt"/>; 0 where the target is itself the
    /// neighbour.</param>
    public int LookupPort(ReadOnlySpan<byte> id, out int neighbour)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(id);
        ulong middle = BinaryPrimitives.ReadUInt64BigEndian(id[8..]);
        uint low = BinaryPrimitives.ReadUInt32BigEndian(id[16..]);
        int index = Find(high, middle, low);
        if (_tags is { } tags ? tags[index] != 0 : _slots[index].IsUsed)
        {
            ref readonly Slot slot = ref _slots[index];
            neighbour = slot.NextHop;
            return slot.Port;
        }

        neighbour = _defaultHop;
        return _default.Port;
    }

    /// <summary>The neighbour of a number that a lookup gave.</summary>
    public Xid NeighbourAt(int number) => _nextHops[number];

    /// <summary>
    /// Asks the processor to load what a lookup reads first; gives the number of the place.
    /// </summary>
    public unsafe int PrefetchTag(ReadOnlySpan<byte> id)
    {
        if (_tags is not { } tags || !Sse.IsSupported)
        {
            return -1;
        }

        ulong hash = Xid.Mix(
            BinaryPrimitives.ReadUInt64BigEndian(id),
            BinaryPrimitives.ReadUInt64BigEndian(id[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(id[16..]), _seed);
        int index = (int)(hash >> _shift);

        // A prefetch never faults, so that an array that moves meanwhile does no harm.
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(tags), index)));
        return index;
    }

    /// <summary>
    /// Asks for what a lookup reads next, where there may be a route: call it for a number that
    /// <see cref="PrefetchTag"/> gave, some lookups later.
    /// </summary>
    public unsafe void PrefetchSlot(int index)
    {
        if (_tags is { } tags && (uint)index < (uint)tags.Length && tags[index] != 0 && Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _slots[index]));
        }
    }

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
        int index = Find(high, middle, low);
        if (_tags is not null && _tags[index] == 0)
        {
            return _default;
        }

        ref readonly Slot slot = ref _slots[index];
        return slot.IsUsed ? new Route(slot.Port, _nextHops[slot.NextHop]) : _default;
    }

    private int Find(ulong high, ulong middle, uint low)
    {
        if (_tags is not null)
        {
            return FindTagged(_tags, high, middle, low);
        }

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

    private int FindTagged(byte[] tags, ulong high, ulong middle, uint low)
    {
        Slot[] slots = _slots;
        int mask = tags.Length - 1;
        ulong hash = Xid.Mix(high, middle, low, _seed);
        int tag = TagOf(hash);
        int index = (int)(hash >> _shift) & mask;
        while (tags[index] != 0)
        {
            if (tags[index] == tag && slots[index].Low == low && slots[index].Middle == middle
                && slots[index].High == high)
            {
                break;
            }

            index = (index + 1) & mask;
        }

        return index;
    }

    // Bits below those that choose the slot, so that both say something.
    private static byte TagOf(ulong hash) => (byte)(UsedTag | (int)((hash >> 16) & 0x7f));

    private void SetTag(int index, ulong hash)
    {
        if (_tags is not null)
        {
            _tags[index] = TagOf(hash);
        }
    }

    private int HomeOf(ulong high, ulong middle, uint low) =>
        (int)(Xid.Mix(high, middle, low, _seed) >> _shift);

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[2 * old.Length];
        _tags = _slots.Length >= SmallestTaggedSlotCount ? new byte[_slots.Length] : null;
        _shift--;
        foreach (Slot slot in old)
        {
            if (slot.IsUsed)
            {
                int index = Find(slot.High, slot.Middle, slot.Low);
                _slots[index] = slot;
                SetTag(index, Xid.Mix(slot.High, slot.Middle, slot.Low, _seed));
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
