using System.Buffers.Binary;
using Xia.Transport.Streams;

namespace Xia.Overlay.Hosts;

/// <summary>A segment (kind 0x02) behind the clocks.</summary>
/// <remarks>
/// <code>
///  32            36                 40              44
/// +-------------+------------------+---------------+---------
/// | sequence    | acknowledgement  | window, bytes | payload
/// +-------------+------------------+---------------+---------
/// </code>
/// The control bits stand in the prefix's flags, with TCP's values: FIN 0x01, SYN 0x02, RST 0x04, ACK 0x10.
/// </remarks>
internal static class SegmentLayout
{
    /// <summary>Where the stream's bytes start.</summary>
    public const int PayloadOffset = 44;

    private const int SequenceOffset = 32;
    private const int AcknowledgementOffset = 36;
    private const int WindowOffset = 40;
    private const SegmentFlags Known =
        SegmentFlags.Fin | SegmentFlags.Syn | SegmentFlags.Reset | SegmentFlags.Ack;

    /// <summary>Reads the header of a segment of at least <see cref="PayloadOffset"/> bytes.</summary>
    public static SegmentHeader Read(byte prefixFlags, ReadOnlySpan<byte> payload) => new(
        BinaryPrimitives.ReadUInt32BigEndian(payload[SequenceOffset..]),
        BinaryPrimitives.ReadUInt32BigEndian(payload[AcknowledgementOffset..]),
        (SegmentFlags)prefixFlags & Known,
        BinaryPrimitives.ReadUInt32BigEndian(payload[WindowOffset..]));

    /// <summary>Writes the header but for its flags.</summary>
    public static void Write(Span<byte> payload, in SegmentHeader header)
    {
        BinaryPrimitives.WriteUInt32BigEndian(payload[SequenceOffset..], header.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(payload[AcknowledgementOffset..], header.Acknowledgement);
        BinaryPrimitives.WriteUInt32BigEndian(payload[WindowOffset..], header.WindowBytes);
    }
}
