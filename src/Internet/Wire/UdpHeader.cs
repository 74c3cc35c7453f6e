using System.Buffers.Binary;

namespace Xia.Internet.Wire;

/// <summary>The header of a UDP datagram (RFC 768).</summary>
/// <remarks>
/// <code>
/// |          source port          |       destination port        |
/// |            length             |           checksum            |
/// </code>
/// </remarks>
/// <param name="SourcePort">The sender's port.</param>
/// <param name="DestinationPort">The receiver's port.</param>
/// <param name="LengthBytes">Header and payload.</param>
public readonly record struct UdpHeader(ushort SourcePort, ushort DestinationPort, int LengthBytes)
{
    /// <summary>How long the header is.</summary>
    public const int HeaderLengthBytes = 8;

    private const int DestinationPortOffset = 2;
    private const int LengthOffset = 4;
    private const int ChecksumOffset = 6;

    /// <summary>Reads and checks a datagram; a checksum of 0 means that there is none.</summary>
    public static UdpFault TryRead(
        ReadOnlySpan<byte> datagram, IpAddress source, IpAddress destination, out UdpHeader header)
    {
        header = default;
        if (datagram.Length < HeaderLengthBytes)
        {
            return UdpFault.Truncated;
        }

        int lengthBytes = BinaryPrimitives.ReadUInt16BigEndian(datagram[LengthOffset..]);
        if (lengthBytes < HeaderLengthBytes || lengthBytes > datagram.Length)
        {
            return UdpFault.Length;
        }

        datagram = datagram[..lengthBytes];
        if (BinaryPrimitives.ReadUInt16BigEndian(datagram[ChecksumOffset..]) != 0
            && PseudoHeader.Checksum(source, destination, IpProtocol.Udp, datagram) != 0)
        {
            return UdpFault.Checksum;
        }

        header = new UdpHeader(
            BinaryPrimitives.ReadUInt16BigEndian(datagram),
            BinaryPrimitives.ReadUInt16BigEndian(datagram[DestinationPortOffset..]), lengthBytes);
        return UdpFault.None;
    }

    /// <summary>Writes the header before a payload that is already in place.</summary>
    public void Write(Span<byte> datagram, IpAddress source, IpAddress destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(datagram, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[DestinationPortOffset..], DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[LengthOffset..], checked((ushort)LengthBytes));
        datagram[ChecksumOffset..HeaderLengthBytes].Clear();
        ushort checksum = PseudoHeader.Checksum(source, destination, IpProtocol.Udp, datagram[..LengthBytes]);

        // 0 would say that there is no checksum; in one's complement 0xffff is the same number.
        BinaryPrimitives.WriteUInt16BigEndian(
            datagram[ChecksumOffset..], checksum == 0 ? (ushort)0xffff : checksum);
    }
}
