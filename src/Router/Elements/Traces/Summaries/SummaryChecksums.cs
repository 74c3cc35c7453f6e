using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Kernel.Checksums;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>Writes the checksums of a packet that was made from a summary.</summary>
internal static class SummaryChecksums
{
    private const int IpChecksumOffset = 10;
    private const int IcmpChecksumOffset = 2;
    private const int TcpChecksumOffset = 16;
    private const int UdpChecksumOffset = 6;

    /// <summary>Writes the IP header's and, for a protocol that has one, the transport header's.</summary>
    /// <param name="packet">The packet from its IP header on.</param>
    /// <param name="headerLengthBytes">Length of the IP header.</param>
    /// <param name="protocol">Its protocol; <c>default</c> leaves the transport header alone.</param>
    /// <param name="transport">The transport header to the end.</param>
    public static void Write(
        Span<byte> packet, int headerLengthBytes, IpProtocol protocol, Span<byte> transport)
    {
        int length = Math.Min(headerLengthBytes, packet.Length);
        if (length < Ipv4Header.LengthBytes)
        {
            return;
        }

        Store(packet[..length], IpChecksumOffset, 0);
        uint pseudo = InternetChecksum.Add(
            InternetChecksum.Add(0, packet[12..20]), (ushort)protocol);
        pseudo = InternetChecksum.Add(pseudo, (ushort)transport.Length);
        switch (protocol)
        {
            case IpProtocol.Icmp:
                Store(transport, IcmpChecksumOffset, 0);
                break;
            case IpProtocol.Tcp:
                Store(transport, TcpChecksumOffset, pseudo);
                break;
            case IpProtocol.Udp:
                Store(transport, UdpChecksumOffset, pseudo);
                break;
            default:
                break;
        }
    }

    private static void Store(Span<byte> bytes, int offset, uint sum)
    {
        if (bytes.Length < offset + sizeof(ushort))
        {
            return;
        }

        bytes.Slice(offset, sizeof(ushort)).Clear();
        ushort checksum = InternetChecksum.Finish(InternetChecksum.Add(sum, bytes));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[offset..], checksum);
    }
}
