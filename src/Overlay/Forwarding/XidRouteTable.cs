using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
/// A large table has a tag of one byte per slot besides: 0 for an empty one, else seven bits of the hash.
/// They are compared sixteen at once. A miss, which every fallback of an address is, then mostly ends at the
/// tags, which stay in the caches where the slots do not.
/// </remarks>
public sealed class XidRouteTable
{
    /// <summary>How many routes a table takes unless said otherwise.</summary>
    public const int DefaultCapacity = 1 << 20;

    private const int SmallestSlotCount = 16;
    private const int SmallestTaggedSlotCount = 1 << 12;
    private const int UsedTag = 0x80;
    private const int GroupTags = 16;

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
        int index = Find(key);
        if (!_slots[index].IsUsed)
        {
            if (Count == _capacity)
            {
                return false;
            }

            if (2 * (Count + 1) > _slots.Length)
            {
                Grow();
                index = Find(key);
            }

            Count++;
        }
        else
        {
            _nextHops.Release(_slots[index].NextHop);
        }

        OnChange?.Invoke();
        SetTag(index, HashOfWords(key.High, key.Middle, key.Low));
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
        int hole = Find(key);
        if (!_slots[hole].IsUsed)
        {
            return false;
        }

        _nextHops.Release(_slots[hole].NextHop);
        int mask = _slots.Length - 1;
        for (int next = (hole + 1) & mask; _slots[next].IsUsed; next = (next + 1) & mask)
        {
            int home = HomeOf(HashOfWords(_slots[next].High, _slots[next].Middle, _slots[next].Low));
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

    /// <summary>The hash of an identifier of this type, to look it up with. Never 0.</summary>
    /// <param name="id">The 20 bytes of the identifier.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong HashOf(ReadOnlySpan<byte> id) => HashOfWords(
        BinaryPrimitives.ReadUInt64BigEndian(id),
        BinaryPrimitives.ReadUInt64BigEndian(id[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(id[16..]));

    /// <summary>
    /// Where the route of an identifier of this type, or the default, leads, and the number of its neighbour.
    /// </summary>
    /// <param name="id">The 20 bytes of the identifier.</param>
    /// <param name="hash">What <see cref="HashOf"/> gives for it.</param>
    /// <param name="neighbour">For <see cref="NeighbourAt"/>; 0 where the target is itself the
    /// neighbour.</param>
    public int LookupPort(ReadOnlySpan<byte> id, ulong hash, out int neighbour)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(id);
        ulong middle = BinaryPrimitives.ReadUInt64BigEndian(id[8..]);
        uint low = BinaryPrimitives.ReadUInt32BigEndian(id[16..]);
        if (TryFind(high, middle, low, hash, out int index))
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

    /// <summary>Asks the processor to load the tags that a lookup will read first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void PrefetchTags(ulong hash)
    {
        // A prefetch never faults, so that an array that moves meanwhile does no harm.
        if (_tags is { } tags && Sse.IsSupported)
        {
            ref byte first = ref MemoryMarshal.GetArrayDataReference(tags);
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, HomeOf(hash))));
        }
    }

    /// <summary>
    /// Asks for the slot that a lookup will read, where there may be a route: some lookups after the tags.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void PrefetchSlot(ulong hash)
    {
        if (_tags is not { } tags || !Sse.IsSupported)
        {
            return;
        }

        int home = HomeOf(hash);
        uint matches = MatchesIn(GroupOf(tags, home), TagOf(hash)) & FromHome(home);
        if (matches != 0)
        {
            int index = (home & -GroupTags) + BitOperations.TrailingZeroCount(matches);
            ref Slot first = ref MemoryMarshal.GetArrayDataReference(_slots);
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, index)));
        }
    }

    /// <summary>A route of its own, if there is one.</summary>
    public bool TryGet(Xid key, out Route route)
    {
        ref readonly Slot slot = ref _slots[Find(key)];
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
        if (!TryFind(high, middle, low, HashOfWords(high, middle, low), out int index))
        {
            return _default;
        }

        ref readonly Slot slot = ref _slots[index];
        return new Route(slot.Port, _nextHops[slot.NextHop]);
    }

    private int Find(Xid key)
    {
        TryFind(key.High, key.Middle, key.Low, HashOfWords(key.High, key.Middle, key.Low), out int index);
        return index;
    }

    // The slot of an identifier, or, where this gives false, the empty one that it would take.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFind(ulong high, ulong middle, uint low, ulong hash, out int index)
    {
        if (_tags is { } tags)
        {
            return TryFindTagged(tags, high, middle, low, hash, out index);
        }

        return TryFindUntagged(high, middle, low, hash, out index);
    }

    private bool TryFindUntagged(ulong high, ulong middle, uint low, ulong hash, out int index)
    {
        Slot[] slots = _slots;
        int mask = slots.Length - 1;
        for (index = HomeOf(hash) & mask; slots[index].IsUsed; index = (index + 1) & mask)
        {
            if (slots[index].Is(high, middle, low))
            {
                return true;
            }
        }

        return false;
    }

    // Groups of tags from the one of the home on; a search ends at the first empty slot.
    private bool TryFindTagged(byte[] tags, ulong high, ulong middle, uint low, ulong hash, out int index)
    {
        Slot[] slots = _slots;
        int home = HomeOf(hash);
        uint wanted = FromHome(home);
        byte tag = TagOf(hash);
        for (int group = home & -GroupTags; ; group = (group + GroupTags) & (tags.Length - 1))
        {
            Vector128<byte> found = GroupOf(tags, group);
            uint empty = ~found.ExtractMostSignificantBits() & wanted;
            uint matches = MatchesIn(found, tag) & wanted & (empty ^ (empty - 1));
            for (; matches != 0; matches &= matches - 1)
            {
                index = group + BitOperations.TrailingZeroCount(matches);
                if (slots[index].Is(high, middle, low))
                {
                    return true;
                }
            }

            if (empty != 0)
            {
                index = group + BitOperations.TrailingZeroCount(empty);
                return false;
            }

            wanted = FromHome(0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> GroupOf(byte[] tags, int index) => Vector128.LoadUnsafe(
        ref MemoryMarshal.GetArrayDataReference(tags), (nuint)(index & (tags.Length - 1) & -GroupTags));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MatchesIn(Vector128<byte> group, byte tag) =>
        Vector128.Equals(group, Vector128.Create(tag)).ExtractMostSignificantBits();

    // The tags of a group from a home in it on, as a mask.
    private static uint FromHome(int home) =>
        (uint)(ushort.MaxValue << (home & (GroupTags - 1))) & ushort.MaxValue;

    // Bits below those that choose the slot, so that both say something.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte TagOf(ulong hash) => (byte)(UsedTag | (int)((hash >> 16) & 0x7f));

    private void SetTag(int index, ulong hash)
    {
        if (_tags is not null)
        {
            _tags[index] = TagOf(hash);
        }
    }

    private ulong HashOfWords(ulong high, ulong middle, uint low) => 1 | Xid.Mix(high, middle, low, _seed);

    private int HomeOf(ulong hash) => (int)(hash >> _shift);

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
                ulong hash = HashOfWords(slot.High, slot.Middle, slot.Low);
                TryFind(slot.High, slot.Middle, slot.Low, hash, out int index);
                _slots[index] = slot;
                SetTag(index, hash);
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

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool Is(ulong high, ulong middle, uint low) =>
            Low == low && Middle == middle && High == high;
    }
}
