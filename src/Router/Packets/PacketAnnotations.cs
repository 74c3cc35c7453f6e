using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;

namespace Xia.Router.Packets;

/// <summary>What elements note on a packet for elements after them; never on the wire.</summary>
/// <remarks>
/// Click's area of 48 bytes, at Click's offsets, so that an element may be told an annotation by its number;
/// beside it the time stamp, how the link layer addressed the frame, and the notes of XIA. Fields that share
/// bytes overwrite each other, as in Click. IPv4 addresses stand in network byte order, other numbers in
/// little endian.
/// <code>
///  0             16  17  18  19  20      24      28      32      36      40          48
///  | DstIp(6)     |Pt |PPr|   |Fix|Vlan/  |Extra  |Extra  |First time stamp| counter  |
///  |              |   |   |   |Src|Aggreg.|Packets|Length |PktNo.|Seq.No. |          |
/// </code>
/// </remarks>
public struct PacketAnnotations
{
    /// <summary>Size of the area that is addressed by offset.</summary>
    public const int AreaLengthBytes = AnnotationBytes.LengthBytes;

    internal const int DestinationIpOffset = 0;
    internal const int PaintOffset = 16;
    internal const int ParameterProblemOffset = 17;
    internal const int FixSourceOffset = 19;
    internal const int VlanTagOffset = 20;
    internal const int AggregateOffset = 20;
    internal const int ExtraPacketsOffset = 24;
    internal const int ExtraLengthOffset = 28;
    internal const int FirstTimestampOffset = 32;
    internal const int PacketNumberOffset = 32;
    internal const int SequenceNumberOffset = 36;

    private AnnotationBytes _area;

    /// <summary>Where the packet came in or what its time stamp says; zero when nobody stamped it.</summary>
    public Instant Timestamp { get; set; }

    /// <summary>The neighbour that the packet goes to; <c>default</c> when not set.</summary>
    public Xid NextHop { get; set; }

    /// <summary>How the link layer addressed the frame that carried the packet.</summary>
    public PacketKind Kind { get; set; }

    /// <summary>How many edges of the DAG node at hand were already tried.</summary>
    public byte PathIndex { get; set; }

    /// <summary>IPv4 address of the next hop, host byte order; 0 when not set.</summary>
    public uint DestinationIp
    {
        readonly get => BinaryPrimitives.ReverseEndianness(Get<uint>(DestinationIpOffset));
        set => Set(DestinationIpOffset, BinaryPrimitives.ReverseEndianness(value));
    }

    /// <summary>Colour; XIA reads it as a signed number, so that 255 is its -1.</summary>
    public byte Paint
    {
        readonly get => Get<byte>(PaintOffset);
        set => Set(PaintOffset, value);
    }

    /// <summary>Offset of the byte that an ICMP parameter problem complains of.</summary>
    public byte ParameterProblem
    {
        readonly get => Get<byte>(ParameterProblemOffset);
        set => Set(ParameterProblemOffset, value);
    }

    /// <summary>Whether the element that sends it writes the source address (an own error report).</summary>
    public bool FixSource
    {
        readonly get => Get<byte>(FixSourceOffset) != 0;
        set => Set(FixSourceOffset, value ? (byte)1 : (byte)0);
    }

    /// <summary>VLAN tag control information, host byte order.</summary>
    public ushort VlanTag
    {
        readonly get => BinaryPrimitives.ReverseEndianness(Get<ushort>(VlanTagOffset));
        set => Set(VlanTagOffset, BinaryPrimitives.ReverseEndianness(value));
    }

    /// <summary>Aggregate or flow number.</summary>
    public uint Aggregate
    {
        readonly get => Get<uint>(AggregateOffset);
        set => Set(AggregateOffset, value);
    }

    /// <summary>How many more packets this one stands for.</summary>
    public uint ExtraPackets
    {
        readonly get => Get<uint>(ExtraPacketsOffset);
        set => Set(ExtraPacketsOffset, value);
    }

    /// <summary>How many bytes the packet had beyond those that it still has.</summary>
    public uint ExtraLengthBytes
    {
        readonly get => Get<uint>(ExtraLengthOffset);
        set => Set(ExtraLengthOffset, value);
    }

    /// <summary>When the first packet of a flow came.</summary>
    public Instant FirstTimestamp
    {
        readonly get => Get<Instant>(FirstTimestampOffset);
        set => Set(FirstTimestampOffset, value);
    }

    /// <summary>Number of the packet in its trace.</summary>
    public uint PacketNumber
    {
        readonly get => Get<uint>(PacketNumberOffset);
        set => Set(PacketNumberOffset, value);
    }

    /// <summary>Sequence number that an element counted.</summary>
    public uint SequenceNumber
    {
        readonly get => Get<uint>(SequenceNumberOffset);
        set => Set(SequenceNumberOffset, value);
    }

    /// <summary>The area, to read and write by offset.</summary>
    [UnscopedRef]
    public Span<byte> Area => _area;

    private readonly T Get<T>(int offset)
        where T : unmanaged =>
        Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref Unsafe.AsRef(in _area[0]), offset));

    private void Set<T>(int offset, T value)
        where T : unmanaged => Unsafe.WriteUnaligned(ref Unsafe.Add(ref _area[0], offset), value);
}
