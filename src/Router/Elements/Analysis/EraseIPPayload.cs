using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Overwrites the payload of TCP and UDP packets with zeros.</summary>
/// <syntax>EraseIPPayload</syntax>
/// <remarks>Needs the mark of the network header. Lengths and checksums stay.</remarks>
public sealed class EraseIPPayload : SimpleElement
{
    private const ushort OffsetMask = 0x1fff;
    private const int TcpLengthEndsAt = 13;

    /// <inheritdoc/>
    public override string ClassName => "EraseIPPayload";

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        int start = PayloadOffset(packet.NetworkHeader);
        if (start < packet.NetworkHeader.Length)
        {
            packet.WritableNetworkHeader()[start..].Clear();
        }

        return packet;
    }

    private static int PayloadOffset(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < Ipv4Header.LengthBytes)
        {
            return packet.Length;
        }

        int header = (packet[0] & 15) * 4;
        bool first = (((packet[6] << 8) | packet[7]) & OffsetMask) == 0;
        return (IpProtocol)packet[9] switch
        {
            IpProtocol.Tcp or IpProtocol.Udp when !first => header,
            IpProtocol.Tcp => packet.Length < header + TcpLengthEndsAt
                ? packet.Length
                : header + Math.Max(TcpHeader.MinimumLengthBytes, packet[header + 12] >> 4 << 2),
            IpProtocol.Udp => header + UdpHeader.HeaderLengthBytes,
            _ => packet.Length,
        };
    }
}
