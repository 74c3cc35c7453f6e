using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Remembers where packets went that had the same choices, and sends others after them.</summary>
/// <syntax>XIAFastPath(TABLE, …, keyword CAPACITY 4096)</syntax>
/// <remarks>
/// Input 0: packets to route. A packet with the destination, and as far on its way, as one before it gets
/// that one's colour, neighbour and path and leaves at output 0, any other at output 1, towards the elements
/// that decide. Input 1: packets about which these have decided; they are remembered and leave at output 0.
/// The TABLEs are the elements <see cref="XIAXIDRouteTable"/> that were asked: whatever was remembered before
/// any change of one of them counts no more, so that nothing goes an old way. CAPACITY is rounded up to a
/// power of two; an entry gives way to another with the same place. Destinations of more than four nodes are
/// never remembered. Data starts at the XIP header.
/// </remarks>
/// <handler name="hits" access="r">Packets that were known.</handler>
/// <handler name="misses" access="r">Packets that were not.</handler>
/// <handler name="capacity" access="r">How many entries there can be.</handler>
public sealed class XIAFastPath : Element
{
    private const int DefaultCapacity = 4096;
    private const int MaximumCapacity = 1 << 20;
    private const int CacheLineBytes = 64;
    private const int NoPlace = -1;

    // The bits of a mask.
    private const int PrefetchedPackets = 64;
    private const int MaximumRowBytes = 4 * DagRow.LengthBytes;
    private const int KeyOffset = 5;
    private const int MaximumKeyBytes = XipLayout.FixedLengthBytes - KeyOffset + MaximumRowBytes;
    private const int FirstIdOffset = XipLayout.FixedLengthBytes - KeyOffset + sizeof(uint);
    private const ulong SecondSeed = 0x9E3779B97F4A7C15UL;

    private XIAXIDRouteTable[] _tables = [];
    private string[] _tableNames = [];
    private Entry[] _entries = [];
    private ulong _seed;
    private long _hits;
    private long _misses;

    /// <inheritdoc/>
    public override string ClassName => "XIAFastPath";

    /// <inheritdoc/>
    public override string PortCounts => "2/2";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override string FlowCode => "xy/[xy]x";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        int capacity = arguments.Keyword(
            "CAPACITY", ArgumentTypes.Int32(1, MaximumCapacity), DefaultCapacity);
        _entries = new Entry[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _seed = Environment.Randomness.Stream($"{Name}/places").NextUInt64();
        _tableNames = [.. arguments.Rest()];
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("hits", () => $"{_hits}\n");
        handlers.Read("misses", () => $"{_misses}\n");
        handlers.Read("capacity", () => $"{_entries.Length}\n");
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _tables = new XIAXIDRouteTable[_tableNames.Length];
        for (int index = 0; index < _tables.Length; index++)
        {
            if (ElementScope.Find<XIAXIDRouteTable>(this, _tableNames[index]) is not { } table)
            {
                return $"'{_tableNames[index]}' is not an XIAXIDRouteTable";
            }

            _tables[index] = table;
        }

        return _tables.Length == 0 ? "no table is named" : null;
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (port == 1)
        {
            Remember(packet, Version());
            Output(0).Push(packet);
        }
        else if (Recall(packet, Version()))
        {
            _hits++;
            Output(0).Push(packet);
        }
        else
        {
            _misses++;
            Output(1).Push(packet);
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void PushBatch(int port, PacketBatch batch)
    {
        if (port == 1)
        {
            base.PushBatch(port, batch);
            return;
        }

        long version = Version();
        Span<int> places = stackalloc int[PrefetchedPackets];
        Prefetch(batch, version, places);
        Packet? at = batch.First;
        Packet? first = null;
        Packet? last = null;
        int count = 0;
        for (int index = 0; at is not null; index++)
        {
            Packet? next = at.Next;
            if (!(index < PrefetchedPackets ? Recall(at, version, places[index]) : Recall(at, version)))
            {
                // Those before it leave first; it goes alone, so that those behind it find what it found.
                SendKnown(first, last, count);
                first = last = null;
                count = 0;
                _misses++;
                Output(1).Push(at);
                version = Version();
            }
            else
            {
                first ??= at;
                last = at;
                count++;
            }

            at = next;
        }

        SendKnown(first, last, count);
    }

    private void SendKnown(Packet? first, Packet? last, int count)
    {
        if (last is not null)
        {
            last.Next = null;
            _hits += count;
            Output(0).PushBatch(new PacketBatch(first!, last, count));
        }
    }

    // Above 0, so that a new entry is never valid.
    private long Version()
    {
        long version = 1;
        foreach (XIAXIDRouteTable table in _tables)
        {
            version += table.Version;
        }

        return version;
    }

    private void Remember(Packet packet, long version)
    {
        ReadOnlySpan<byte> key = KeyOf(packet.Data);
        if (key.IsEmpty)
        {
            return;
        }

        ref readonly PacketAnnotations annotations = ref packet.Annotations;
        ref Entry entry = ref _entries[PlaceOf(key)];
        entry.Version = version;
        entry.NextHop = annotations.NextHop;
        entry.Paint = annotations.Paint;
        entry.PathIndex = annotations.PathIndex;
        entry.LengthBytes = key.Length;
        key.CopyTo(entry.Key);
    }

    private bool Recall(Packet packet, long version)
    {
        ReadOnlySpan<byte> key = KeyOf(packet.Data);
        return !key.IsEmpty && Recall(packet, version, PlaceOf(key));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Recall(Packet packet, long version, int place)
    {
        if (place == NoPlace)
        {
            return false;
        }

        ref readonly Entry entry = ref _entries[place];
        if (!entry.Fits(KeyOf(packet.Data), version))
        {
            return false;
        }

        ref PacketAnnotations annotations = ref packet.Annotations;
        annotations.NextHop = entry.NextHop;
        annotations.Paint = entry.Paint;
        annotations.PathIndex = entry.PathIndex;
        return true;
    }

    // What the packets of a batch will read is asked for before the first of them waits: the entries, and of
    // those that are not known the tables, which a packet alone would wait for at each of its nodes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Prefetch(PacketBatch batch, long version, Span<int> places)
    {
        int at = 0;
        for (Packet? packet = batch.First; packet is not null && at < places.Length; packet = packet.Next)
        {
            ReadOnlySpan<byte> key = KeyOf(packet.Data);
            int place = key.IsEmpty ? NoPlace : PlaceOf(key);
            places[at++] = place;
            if (place != NoPlace && Sse.IsSupported)
            {
                // A prefetch never faults, so that an array that moves meanwhile does no harm.
                byte* entry = (byte*)Unsafe.AsPointer(ref _entries[place]);
                byte* end = entry + Unsafe.SizeOf<Entry>() - MaximumKeyBytes + key.Length;
                for (byte* line = entry; line < end; line += CacheLineBytes)
                {
                    Sse.Prefetch0(line);
                }

                Sse.Prefetch0(end - 1);
            }
        }

        ulong unknown = 0;
        at = 0;
        for (Packet? packet = batch.First; packet is not null && at < places.Length; packet = packet.Next)
        {
            int place = places[at];
            if (place != NoPlace && !_entries[place].MayFit(KeyOf(packet.Data), version))
            {
                unknown |= 1UL << at;
                PrefetchTables(packet, isSlot: false);
            }

            at++;
        }

        Packet? other = batch.First;
        for (at = 0; at < places.Length && unknown >> at != 0; at++, other = other!.Next)
        {
            if (((unknown >> at) & 1) != 0)
            {
                PrefetchTables(other!, isSlot: true);
            }
        }
    }

    private void PrefetchTables(Packet packet, bool isSlot)
    {
        foreach (XIAXIDRouteTable table in _tables)
        {
            table.Prefetch(packet.Data, isSlot);
        }
    }

    // The number of rows, the node visited last and the rows: all that a decision depends on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> packet)
    {
        int lengthBytes = XipPath.DestinationLengthBytes(packet);
        return lengthBytes is > 0 and <= MaximumRowBytes
            ? packet.Slice(KeyOffset, XipLayout.FixedLengthBytes - KeyOffset + lengthBytes)
            : default;
    }

    // The first identifier and the intent say most about a destination.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PlaceOf(ReadOnlySpan<byte> key)
    {
        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(key[FirstIdOffset..]);
        ulong last = BinaryPrimitives.ReadUInt64LittleEndian(key[^(DagRow.LengthBytes - sizeof(uint))..]);
        ulong product = Math.BigMul(first ^ _seed, last ^ SecondSeed, out ulong low);
        return (int)((product ^ low) & (ulong)(_entries.Length - 1));
    }

    private struct Entry
    {
        public long Version;
        public Xid NextHop;
        public int LengthBytes;
        public byte Paint;
        public byte PathIndex;
        public KeyBytes Key;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool Fits(ReadOnlySpan<byte> key, long version) =>
            Version == version && LengthBytes == key.Length
            && key.SequenceEqual(((ReadOnlySpan<byte>)Key)[..key.Length]);

        // Good enough to know what to ask memory for; only all of the key decides.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool MayFit(ReadOnlySpan<byte> key, long version) =>
            Version == version && LengthBytes == key.Length
            && BinaryPrimitives.ReadUInt64LittleEndian(key[FirstIdOffset..])
                == BinaryPrimitives.ReadUInt64LittleEndian(((ReadOnlySpan<byte>)Key)[FirstIdOffset..]);
    }

    [InlineArray(MaximumKeyBytes)]
    private struct KeyBytes
    {
        private byte _first;
    }
}
