using System.Buffers.Binary;

namespace Xia.Overlay.Control;

/// <summary>A view of an XCMP message in the payload of an XIP packet.</summary>
/// <remarks>
/// <code>
///  0               1               2               3
/// +---------------+---------------+---------------+---------------+
/// |  kind = 0x08  |     type      |     code      | checksum, high|
/// +---------------+---------------+---------------+---------------+
/// | checksum, low |        identifier (echo)      | sequence, high|
/// +---------------+-------------------------------+---------------+
/// | sequence, low | body: echo data, or the XIP header of the packet in question and 8 bytes of its payload
/// +---------------+------------------------------------------------
/// </code>
/// Behind the kind byte the shape is ICMP's (RFC 792); the checksum is the Internet checksum (RFC 1071) over
/// everything behind the kind byte. In errors identifier and sequence are 0.
/// </remarks>
public readonly ref struct XcmpMessage
{
    /// <summary>The payload's first byte.</summary>
    public const byte Kind = 0x08;

    /// <summary>The length of what precedes the body.</summary>
    public const int FixedLengthBytes = 9;

    private const int TypeOffset = 1;
    private const int CodeOffset = 2;
    private const int ChecksumOffset = 3;
    private const int IdentifierOffset = 5;
    private const int SequenceOffset = 7;

    private readonly ReadOnlySpan<byte> _payload;

    private XcmpMessage(ReadOnlySpan<byte> payload) => _payload = payload;

    /// <summary>What it says.</summary>
    public XcmpType Type => (XcmpType)_payload[TypeOffset];

    /// <summary>The finer reason.</summary>
    public byte Code => _payload[CodeOffset];

    /// <summary>Whose echo it is.</summary>
    public ushort Identifier => BinaryPrimitives.ReadUInt16BigEndian(_payload[IdentifierOffset..]);

    /// <summary>Which echo it is.</summary>
    public ushort Sequence => BinaryPrimitives.ReadUInt16BigEndian(_payload[SequenceOffset..]);

    /// <summary>Echo data, or the start of the packet that an error is about.</summary>
    public ReadOnlySpan<byte> Body => _payload[FixedLengthBytes..];

    /// <summary>
    /// Whether it reports an error (or is of a type not known here): nothing is ever reported about those.
    /// </summary>
    public bool IsError => Type is not (XcmpType.EchoReply or XcmpType.EchoRequest);

    /// <summary>Checks a whole payload.</summary>
    public static XcmpFault TryParse(ReadOnlySpan<byte> payload, out XcmpMessage message)
    {
        message = default;
        if (payload.IsEmpty || payload[0] != Kind)
        {
            return payload.IsEmpty ? XcmpFault.TooShort : XcmpFault.OtherKind;
        }

        if (payload.Length < FixedLengthBytes)
        {
            return XcmpFault.TooShort;
        }

        if (InternetChecksum.Of(payload[TypeOffset..]) != 0)
        {
            return XcmpFault.Checksum;
        }

        message = new XcmpMessage(payload);
        return XcmpFault.None;
    }

    /// <summary>Writes a message and returns its length.</summary>
    public static int Write(
        Span<byte> payload,
        XcmpType type,
        byte code,
        ushort identifier,
        ushort sequence,
        ReadOnlySpan<byte> body)
    {
        int lengthBytes = FixedLengthBytes + body.Length;
        body.CopyTo(payload[FixedLengthBytes..]);
        payload[0] = Kind;
        payload[TypeOffset] = (byte)type;
        payload[CodeOffset] = code;
        BinaryPrimitives.WriteUInt16BigEndian(payload[ChecksumOffset..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(payload[IdentifierOffset..], identifier);
        BinaryPrimitives.WriteUInt16BigEndian(payload[SequenceOffset..], sequence);
        ushort checksum = InternetChecksum.Of(payload[TypeOffset..lengthBytes]);
        BinaryPrimitives.WriteUInt16BigEndian(payload[ChecksumOffset..], checksum);
        return lengthBytes;
    }
}
