using Xia.Internet.Wire;

namespace Xia.Router.Tests.Testing;

/// <summary>Makes right IPv4 packets and frames for tests.</summary>
internal static class IpPackets
{
    public static byte[] Udp(
        string source,
        string destination,
        int payloadBytes = 20,
        byte timeToLive = 64,
        ushort fragmentField = 0)
    {
        byte[] packet = new byte[Ipv4Header.LengthBytes + payloadBytes];
        for (int index = 0; index < payloadBytes; index++)
        {
            packet[Ipv4Header.LengthBytes + index] = (byte)index;
        }

        new Ipv4Header
        {
            TotalLengthBytes = packet.Length,
            TimeToLive = timeToLive,
            FragmentField = fragmentField,
            Protocol = IpProtocol.Udp,
            Source = IpAddress.Parse(source),
            Destination = IpAddress.Parse(destination),
        }.Write(packet);
        return packet;
    }

    public static byte[] Echo(string source, string destination)
    {
        byte[] packet = new byte[Ipv4Header.LengthBytes + IcmpHeader.LengthBytes + 4];
        new IcmpHeader(IcmpType.Echo, 0, 0x00010002).Write(packet.AsSpan(Ipv4Header.LengthBytes));
        new Ipv4Header
        {
            TotalLengthBytes = packet.Length,
            TimeToLive = 64,
            Protocol = IpProtocol.Icmp,
            Source = IpAddress.Parse(source),
            Destination = IpAddress.Parse(destination),
        }.Write(packet);
        return packet;
    }

    public static byte[] Frame(string destination, string source, ushort type, byte[] payload)
    {
        byte[] frame = new byte[EthernetHeader.LengthBytes + payload.Length];
        new EthernetHeader(MacAddress.Parse(destination), MacAddress.Parse(source), type).Write(frame);
        payload.CopyTo(frame, EthernetHeader.LengthBytes);
        return frame;
    }

    public static byte[] Arp(ArpPacket arp, MacAddress? destination = null)
    {
        byte[] payload = new byte[ArpPacket.LengthBytes];
        arp.Write(payload);
        return Frame(
            (destination ?? MacAddress.Broadcast).ToString(),
            arp.SenderMac.ToString(),
            EtherTypes.Arp,
            payload);
    }
}
