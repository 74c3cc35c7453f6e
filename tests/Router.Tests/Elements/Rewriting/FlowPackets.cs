using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Elements.Rewriting;

/// <summary>Makes right packets of flows, and says what became of them.</summary>
internal static class FlowPackets
{
    /// <summary>Marks the network header, as CheckIPHeader does.</summary>
    public static void Mark(Packet packet) => packet.SetNetworkHeader(0);

    public static byte[] Udp(string source, ushort sourcePort, string destination, ushort destinationPort)
    {
        byte[] packet = new byte[Ipv4Header.LengthBytes + UdpHeader.HeaderLengthBytes + 5];
        Span<byte> datagram = packet.AsSpan(Ipv4Header.LengthBytes);
        datagram[UdpHeader.HeaderLengthBytes..].Fill(0x5a);
        IpAddress from = IpAddress.Parse(source);
        IpAddress to = IpAddress.Parse(destination);
        new UdpHeader(sourcePort, destinationPort, datagram.Length).Write(datagram, from, to);
        WriteHeader(packet, from, to, IpProtocol.Udp);
        return packet;
    }

    public static byte[] Tcp(
        string source,
        ushort sourcePort,
        string destination,
        ushort destinationPort,
        TcpFlags flags = TcpFlags.Ack,
        string payload = "",
        uint sequence = 0,
        uint acknowledgement = 0)
    {
        byte[] packet = new byte[Ipv4Header.LengthBytes + TcpHeader.MinimumLengthBytes + payload.Length];
        Span<byte> segment = packet.AsSpan(Ipv4Header.LengthBytes);
        System.Text.Encoding.Latin1.GetBytes(payload, segment[TcpHeader.MinimumLengthBytes..]);
        IpAddress from = IpAddress.Parse(source);
        IpAddress to = IpAddress.Parse(destination);
        new TcpHeader
        {
            SourcePort = sourcePort,
            DestinationPort = destinationPort,
            Flags = flags,
            Sequence = sequence,
            Acknowledgement = acknowledgement,
        }.Write(segment, from, to);
        WriteHeader(packet, from, to, IpProtocol.Tcp);
        return packet;
    }

    public static byte[] Echo(string source, string destination, ushort identifier, bool isReply = false)
    {
        byte[] packet = new byte[Ipv4Header.LengthBytes + IcmpHeader.LengthBytes + 4];
        Span<byte> message = packet.AsSpan(Ipv4Header.LengthBytes);
        IcmpType type = isReply ? IcmpType.EchoReply : IcmpType.Echo;
        new IcmpHeader(type, 0, ((uint)identifier << 16) | 7).Write(message);
        WriteHeader(packet, IpAddress.Parse(source), IpAddress.Parse(destination), IpProtocol.Icmp);
        return packet;
    }

    /// <summary>An ICMP error that quotes the first bytes of a packet.</summary>
    public static byte[] Error(
        string source,
        string destination,
        byte[] about,
        int quotedBytes,
        IcmpType type = IcmpType.TimeExceeded)
    {
        int bytes = Math.Min(quotedBytes, about.Length);
        byte[] packet = new byte[Ipv4Header.LengthBytes + IcmpHeader.LengthBytes + bytes];
        Span<byte> message = packet.AsSpan(Ipv4Header.LengthBytes);
        about.AsSpan(0, bytes).CopyTo(message[IcmpHeader.LengthBytes..]);
        new IcmpHeader(type, 0, 0).Write(message);
        WriteHeader(packet, IpAddress.Parse(source), IpAddress.Parse(destination), IpProtocol.Icmp);
        return packet;
    }

    /// <summary>Protocol, addresses and ports, and <c>BAD</c> where a checksum is wrong.</summary>
    public static string Describe(ReadOnlySpan<byte> packet)
    {
        Ipv4Fault fault = Ipv4Header.TryRead(packet, out Ipv4Header header);
        if (fault != Ipv4Fault.None)
        {
            return $"BAD IP {fault}";
        }

        ReadOnlySpan<byte> transport = packet[header.HeaderLengthBytes..];
        string text = $"{header.Source} {header.Destination}";
        switch (header.Protocol)
        {
            case IpProtocol.Tcp:
                TcpFault tcpFault = TcpHeader.TryRead(
                    transport, header.Source, header.Destination, out TcpHeader tcp);
                return tcpFault == TcpFault.None
                    ? $"T {header.Source} {tcp.SourcePort} {header.Destination} {tcp.DestinationPort}"
                    : $"BAD TCP {tcpFault}";
            case IpProtocol.Udp:
                UdpFault udpFault = UdpHeader.TryRead(
                    transport, header.Source, header.Destination, out UdpHeader udp);
                return udpFault == UdpFault.None
                    ? $"U {header.Source} {udp.SourcePort} {header.Destination} {udp.DestinationPort}"
                    : $"BAD UDP {udpFault}";
            case IpProtocol.Icmp:
                return InternetChecksum.IsValid(transport)
                    ? $"I{transport[0]} {text} {(transport[4] << 8) | transport[5]}"
                    : "BAD ICMP";
            default:
                return $"{(int)header.Protocol} {text}";
        }
    }

    private static void WriteHeader(
        byte[] packet, IpAddress source, IpAddress destination, IpProtocol protocol) =>
        new Ipv4Header
        {
            TotalLengthBytes = packet.Length,
            TimeToLive = 64,
            Protocol = protocol,
            Source = source,
            Destination = destination,
        }.Write(packet);
}
