using System.Runtime.CompilerServices;
using Xia.Kernel.Randomness;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Remembers where packets went that had the same choices, and sends others after them.</summary>
/// <syntax>XIAFastPath(TABLE, …, keyword CAPACITY 4096)</syntax>
/// <remarks>
/// Input 0: packets to route. What leads on from the node visited last, up to four nodes in order, is looked
/// up; a packet that is known gets the colour, the neighbour and the path of the one before it and leaves at
/// output 0, any other at output 1, towards the elements that decide. Input 1: packets about which these have
/// decided; they are remembered and leave at output 0. The TABLEs are the elements
/// <see cref="XIAXIDRouteTable"/> that were asked: whatever was remembered before any change of one of them
/// counts no more, so that nothing goes an old way. CAPACITY is rounded up to a power of two; an entry gives
/// way to another with the same place. Data starts at the XIP header.
/// </remarks>
/// <handler name="hits" access="r">Packets that were known.</handler>
/// <handler name="misses" access="r">Packets that were not.</handler>
/// <handler name="capacity" access="r">How many entries there can be.</handler>
public sealed class XIAFastPath : Element
{
    private const int DefaultCapacity = 4096;
    private const int MaximumCapacity = 1 << 20;
    private const int KeyLengthBytes = DagEdges.MaximumCount * Xid.WireLengthBytes;

    private readonly List<XIAXIDRouteTable> _tables = [];
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
        RandomStream random = Environment.Randomness.Stream($"{Name}/places");
        _seed = random.NextUInt64();
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
        foreach (string name in _tableNames)
        {
            if (ElementScope.Find<XIAXIDRouteTable>(this, name) is not { } table)
            {
                return $"'{name}' is not an XIAXIDRouteTable";
            }

            _tables.Add(table);
        }

        return _tables.Count == 0 ? "no table is named" : null;
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        Span<byte> key = stackalloc byte[KeyLengthBytes];
        ref Entry entry = ref _entries[ReadKey(packet.Data, key) & (ulong)(_entries.Length - 1)];
        ref PacketAnnotations annotations = ref packet.Annotations;
        long version = Version();
        if (port == 1)
        {
            entry.Version = version;
            entry.NextHop = annotations.NextHop;
            entry.Paint = annotations.Paint;
            entry.PathIndex = annotations.PathIndex;
            key.CopyTo(entry.Key);
            Output(0).Push(packet);
            return;
        }

        if (entry.Version == version && key.SequenceEqual(entry.Key))
        {
            _hits++;
            annotations.NextHop = entry.NextHop;
            annotations.Paint = entry.Paint;
            annotations.PathIndex = entry.PathIndex;
            Output(0).Push(packet);
            return;
        }

        _misses++;
        Output(1).Push(packet);
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

    // The nodes that may come next, in order, and zeros in place of those that are not there.
    private ulong ReadKey(ReadOnlySpan<byte> packet, Span<byte> key)
    {
        ulong hash = _seed;
        for (int priority = 0; priority < DagEdges.MaximumCount; priority++)
        {
            Span<byte> place = key.Slice(priority * Xid.WireLengthBytes, Xid.WireLengthBytes);
            int row = XipPath.NextRow(packet, priority);
            if (row < 0)
            {
                place.Clear();
                continue;
            }

            packet.Slice(row, Xid.WireLengthBytes).CopyTo(place);
            hash = Xid.Read(place).Hash(hash);
        }

        return hash >> 20;
    }

    private struct Entry
    {
        public long Version;
        public Xid NextHop;
        public byte Paint;
        public byte PathIndex;
        public KeyBytes Key;
    }

    [InlineArray(KeyLengthBytes)]
    private struct KeyBytes
    {
        private byte _first;
    }
}
