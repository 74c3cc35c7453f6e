using System.Buffers.Binary;

namespace Xia.Internet.Wire;

/// <summary>
/// The header of a TCP segment (RFC 9293, 3.1), with the options MSS and window scale (RFC 7323).
/// </summary>
/// <remarks>
/// <code>
/// |          source port          |       destination port        |
/// |                        sequence number                        |
/// |                    acknowledgement number                     |
/// | offset|  0    |     flags     |            window             |
/// |           checksum            |        urgent pointer         |
/// |                     options, up to 40 bytes                   |
/// </code>
/// Other options are passed over when read and never written.
/// </remarks>
public readonly record struct TcpHeader
{
    /// <summary>How long it is without options.</summary>
    public const int MinimumLengthBytes = 20;

    /// <summary>The largest window scale (RFC 7323, 2.3).</summary>
    public const int MaximumWindowScale = 14;

    private const int DestinationPortOffset = 2;
    private const int SequenceOffset = 4;
    private const int AcknowledgementOffset = 8;
    private const int DataOffsetOffset = 12;
    private const int FlagsOffset = 13;
    private const int WindowOffset = 14;
    private const int ChecksumOffset = 16;
    private const int UrgentOffset = 18;

    private const byte EndOption = 0;
    private const byte NoOperationOption = 1;
    private const byte MaximumSegmentOption = 2;
    private const byte MaximumSegmentOptionBytes = 4;
    private const byte WindowScaleOption = 3;
    private const byte WindowScaleOptionBytes = 3;

    /// <summary>The sender's port.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>The receiver's port.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>The number of the first byte.</summary>
    public uint Sequence { get; init; }

    /// <summary>The number of the next byte expected.</summary>
    public uint Acknowledgement { get; init; }

    /// <summary>The control bits.</summary>
    public TcpFlags Flags { get; init; }

    /// <summary>The window field, not scaled.</summary>
    public ushort Window { get; init; }

    /// <summary>The option MSS; 0 if it is not there.</summary>
    public ushort MaximumSegmentBytes { get; init; }

    /// <summary>The option window scale; null if it is not there.</summary>
    public byte? WindowScale { get; init; }

    /// <summary>The length as read, options included.</summary>
    public int ReadLengthBytes { get; init; }

    /// <summary>The length as it is written, options included.</summary>
    public int WrittenLengthBytes => MinimumLengthBytes
        + (MaximumSegmentBytes != 0 ? MaximumSegmentOptionBytes : 0)
        + (WindowScale is not null ? WindowScaleOptionBytes + 1 : 0);

    /// <summary>Reads and checks a segment.</summary>
    public static TcpFault TryRead(
        ReadOnlySpan<byte> segment, IpAddress source, IpAddress destination, out TcpHeader header)
    {
        header = default;
        if (segment.Length < MinimumLengthBytes)
        {
            return TcpFault.Truncated;
        }

        int lengthBytes = (segment[DataOffsetOffset] >> 4) * 4;
        if (lengthBytes < MinimumLengthBytes || lengthBytes > segment.Length)
        {
            return TcpFault.HeaderLength;
        }

        if (PseudoHeader.Checksum(source, destination, IpProtocol.Tcp, segment) != 0)
        {
            return TcpFault.Checksum;
        }

        if (!TryReadOptions(segment[MinimumLengthBytes..lengthBytes], out ushort maximum, out byte? scale))
        {
            return TcpFault.Option;
        }

        header = ReadFixed(segment) with
        {
            MaximumSegmentBytes = maximum,
            WindowScale = scale,
            ReadLengthBytes = lengthBytes,
        };
        return TcpFault.None;
    }

    /// <summary>
    /// The two port numbers at the start of any TCP or UDP header, of which four bytes suffice.
    /// </summary>
    public static (ushort Source, ushort Destination) ReadPorts(ReadOnlySpan<byte> segment) =>
        (BinaryPrimitives.ReadUInt16BigEndian(segment),
            BinaryPrimitives.ReadUInt16BigEndian(segment[DestinationPortOffset..]));

    /// <summary>Writes the header before a payload that is already in place.</summary>
    /// <param name="segment">The whole segment and nothing else.</param>
    /// <param name="source">The sender, for the checksum.</param>
    /// <param name="destination">The receiver, for the checksum.</param>
    public void Write(Span<byte> segment, IpAddress source, IpAddress destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(segment, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(segment[DestinationPortOffset..], DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(segment[SequenceOffset..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment[AcknowledgementOffset..], Acknowledgement);
        segment[DataOffsetOffset] = (byte)(WrittenLengthBytes / 4 << 4);
        segment[FlagsOffset] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment[WindowOffset..], Window);
        BinaryPrimitives.WriteUInt16BigEndian(segment[ChecksumOffset..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(segment[UrgentOffset..], 0);
        WriteOptions(segment[MinimumLengthBytes..WrittenLengthBytes]);
        ushort checksum = PseudoHeader.Checksum(source, destination, IpProtocol.Tcp, segment);
        BinaryPrimitives.WriteUInt16BigEndian(segment[ChecksumOffset..], checksum);
    }

    private static TcpHeader ReadFixed(ReadOnlySpan<byte> segment) => new()
    {
        SourcePort = BinaryPrimitives.ReadUInt16BigEndian(segment),
        DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(segment[DestinationPortOffset..]),
        Sequence = BinaryPrimitives.ReadUInt32BigEndian(segment[SequenceOffset..]),
        Acknowledgement = BinaryPrimitives.ReadUInt32BigEndian(segment[AcknowledgementOffset..]),
        Flags = (TcpFlags)segment[FlagsOffset],
        Window = BinaryPrimitives.ReadUInt16BigEndian(segment[WindowOffset..]),
    };

    private static bool TryReadOptions(ReadOnlySpan<byte> options, out ushort maximumBytes, out byte? scale)
    {
        maximumBytes = 0;
        scale = null;
        while (!options.IsEmpty && options[0] != EndOption)
        {
            if (options[0] == NoOperationOption)
            {
                options = options[1..];
                continue;
            }

            int lengthBytes = options.Length > 1 ? options[1] : 0;
            if (lengthBytes < 2 || lengthBytes > options.Length)
            {
                return false;
            }

            switch (options[0])
            {
                case MaximumSegmentOption when lengthBytes == MaximumSegmentOptionBytes:
                    maximumBytes = BinaryPrimitives.ReadUInt16BigEndian(options[2..]);
                    break;
                case WindowScaleOption when lengthBytes == WindowScaleOptionBytes:
                    scale = Math.Min(options[2], (byte)MaximumWindowScale);
                    break;
                case MaximumSegmentOption or WindowScaleOption:
                    return false;
                default:
                    break;
            }

            options = options[lengthBytes..];
        }

        return true;
    }

    private void WriteOptions(Span<byte> options)
    {
        if (MaximumSegmentBytes != 0)
        {
            options[0] = MaximumSegmentOption;
            options[1] = MaximumSegmentOptionBytes;
            BinaryPrimitives.WriteUInt16BigEndian(options[2..], MaximumSegmentBytes);
            options = options[MaximumSegmentOptionBytes..];
        }

        if (WindowScale is { } scale)
        {
            options[0] = NoOperationOption;
            options[1] = WindowScaleOption;
            options[2] = WindowScaleOptionBytes;
            options[3] = scale;
        }
    }
}
