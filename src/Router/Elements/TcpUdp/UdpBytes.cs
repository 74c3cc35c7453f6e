using System.Buffers.Binary;
using Xia.Internet.Wire;

namespace Xia.Router.Elements.TcpUdp;

/// <summary>Writes UDP headers (RFC 768).</summary>
internal static class UdpBytes
{
    /// <summary>Where the length stands.</summary>
    public const int LengthOffset = 4;

    private const int DestinationPortOffset = 2;
    private const int ChecksumOffset = 6;

    /// <summary>Writes the header of a datagram whose payload is in place, its checksum 0.</summary>
    public static void WriteHeader(Span<byte> datagram, ushort sourcePort, ushort destinationPort)
    {
        BinaryPrimitives.WriteUInt16BigEndian(datagram, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[DestinationPortOffset..], destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[LengthOffset..], (ushort)datagram.Length);
        datagram.Slice(ChecksumOffset, sizeof(ushort)).Clear();
    }

    /// <summary>Writes the checksum of a datagram; a sum of 0 is written as its other form.</summary>
    public static void WriteChecksum(Span<byte> datagram, IpAddress source, IpAddress destination)
    {
        datagram.Slice(ChecksumOffset, sizeof(ushort)).Clear();
        ushort checksum = PseudoHeader.Checksum(source, destination, IpProtocol.Udp, datagram);
        BinaryPrimitives.WriteUInt16BigEndian(
            datagram[ChecksumOffset..], checksum == 0 ? ushort.MaxValue : checksum);
    }
}
