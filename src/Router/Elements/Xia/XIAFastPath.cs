using System.Runtime.CompilerServices;
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
/// power of two of at least 4; of each four entries, the one used longest ago gives way to another.
/// Destinations of more than four nodes are never remembered. Data starts at the XIP header.
/// </remarks>
/// <handler name="hits" access="r">Packets that were known.</handler>
/// <handler name="misses" access="r">Packets that were not.</handler>
/// <handler name="capacity" access="r">How many entries there can be.</handler>
public sealed class XIAFastPath : Element
{
    private const int DefaultCapacity = 4096;
    private const int MaximumCapacity = 1 << 20;

    // The bits of a mask.
    private const int PrefetchedPackets = 64;

    private XIAXIDRouteTable[] _tables = [];
    private string[] _tableNames = [];
    private FlowCache _cache = new(1, 0);
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
        _cache = new FlowCache(capacity, Environment.Randomness.Stream($"{Name}/places").NextUInt64());
        _tableNames = [.. arguments.Rest()];
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("hits", () => $"{_hits}\n");
        handlers.Read("misses", () => $"{_misses}\n");
        handlers.Read("capacity", () => $"{_cache.Capacity}\n");
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
            _cache.Remember(packet, Version());
            Output(0).Push(packet);
        }
        else if (_cache.TryRecall(packet, _cache.HashOf(FlowCache.KeyOf(packet.Data)), Version()))
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
        Span<ulong> hashes = stackalloc ulong[PrefetchedPackets];
        int index = 0;
        int ahead = 0;
        Packet? at = batch.First;
        Packet? first = null;
        Packet? last = null;
        int count = 0;
        while (at is not null)
        {
            if (index == ahead)
            {
                index = 0;
                ahead = LookAhead(at, hashes);
            }

            Packet? next = at.Next;
            if (_cache.TryRecall(at, hashes[index++], version))
            {
                first ??= at;
                last = at;
                count++;
            }
            else
            {
                // Those before it leave first; it goes alone, so that those behind it find what it found.
                SendKnown(first, last, count);
                first = last = null;
                count = 0;
                _misses++;
                at.Next = null;
                Output(1).Push(at);
                version = Version();
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

    // What packets will read is asked for before the first of them waits: the entries, and for those that are
    // not known the tables, which a packet alone would wait for at each of its nodes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int LookAhead(Packet first, Span<ulong> hashes)
    {
        int count = 0;
        ulong unknown = 0;
        for (Packet? packet = first; packet is not null && count < hashes.Length; packet = packet.Next)
        {
            ReadOnlySpan<byte> key = FlowCache.KeyOf(packet.Data);
            ulong hash = _cache.HashOf(key);
            hashes[count] = hash;
            if (!_cache.Prefetch(hash, key.Length))
            {
                unknown |= 1UL << count;
                PrefetchTables(packet.Data, isSlot: false);
            }

            count++;
        }

        for (Packet? packet = first; unknown != 0; unknown >>= 1, packet = packet!.Next)
        {
            if ((unknown & 1) != 0)
            {
                PrefetchTables(packet!.Data, isSlot: true);
            }
        }

        return count;
    }

    private void PrefetchTables(ReadOnlySpan<byte> packet, bool isSlot)
    {
        for (int priority = 0; priority < DagEdges.MaximumCount; priority++)
        {
            int row = XipPath.NextRow(packet, priority);
            if (row < 0)
            {
                return;
            }

            XidType type = XipPath.TypeAt(packet, row);
            ReadOnlySpan<byte> id = XipPath.IdAt(packet, row);
            foreach (XIAXIDRouteTable table in _tables)
            {
                table.Prefetch(type, id, isSlot);
            }
        }
    }
}
