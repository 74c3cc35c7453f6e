using Xia.Internet.Wire;

namespace Xia.Internet.Tests.Hosts;

/// <summary>Makes packets as a stranger would.</summary>
internal sealed class SegmentMaker(IpAddress source, IpAddress destination)
{
    public byte[] Syn(ushort from, ushort to, uint sequence) => Tcp(new TcpHeader
    {
        SourcePort = from,
        DestinationPort = to,
        Sequence = sequence,
        Flags = TcpFlags.Syn,
        Window = 1000,
        MaximumSegmentBytes = 1460,
    });

    public byte[] Tcp(TcpHeader header, params byte[] payload)
    {
        byte[] packet = new byte[20 + header.WrittenLengthBytes + payload.Length];
        payload.CopyTo(packet, packet.Length - payload.Length);
        header.Write(packet.AsSpan(20), source, destination);
        return Finish(packet, IpProtocol.Tcp);
    }

    public byte[] Udp(ushort from, ushort to, params byte[] payload)
    {
        byte[] packet = new byte[28 + payload.Length];
        payload.CopyTo(packet, 28);
        new UdpHeader(from, to, 8 + payload.Length).Write(packet.AsSpan(20), source, destination);
        return Finish(packet, IpProtocol.Udp);
    }

    public byte[] Icmp(IcmpHeader header, params byte[] payload)
    {
        byte[] packet = new byte[28 + payload.Length];
        payload.CopyTo(packet, 28);
        header.Write(packet.AsSpan(20));
        return Finish(packet, IpProtocol.Icmp);
    }

    public byte[] Other(IpProtocol protocol, params byte[] payload)
    {
        byte[] packet = new byte[20 + payload.Length];
        payload.CopyTo(packet, 20);
        return Finish(packet, protocol);
    }

    private byte[] Finish(byte[] packet, IpProtocol protocol)
    {
        new Ipv4Header
        {
            TotalLengthBytes = packet.Length,
            TimeToLive = 60,
            Protocol = protocol,
            Source = source,
            Destination = destination,
        }.Write(packet);
        return packet;
    }
}
