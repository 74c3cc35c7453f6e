using System.Buffers.Binary;

namespace Xia.Internet.Wire;

/// <summary>An ARP packet for IPv4 over Ethernet (RFC 826), without its Ethernet header.</summary>
/// <remarks>
/// <code>
/// |          hardware type 1      |     protocol type 0x0800      |
/// |  length 6     |   length 4    |           operation           |
/// |  sender MAC, 6 bytes, sender IP, 4 bytes                      |
/// |  target MAC, 6 bytes, target IP, 4 bytes                      |
/// </code>
/// </remarks>
public readonly record struct ArpPacket(
    ArpOperation Operation, MacAddress SenderMac, IpAddress SenderIp, MacAddress TargetMac,
    IpAddress TargetIp)
{
    /// <summary>How long it is.</summary>
    public const int LengthBytes = 28;

    // Hardware type Ethernet, protocol type IPv4, address lengths 6 and 4.
    private const ulong Prefix = 0x0001_0800_0604;
    private const int OperationOffset = 6;
    private const int SenderMacOffset = 8;
    private const int SenderIpOffset = 14;
    private const int TargetMacOffset = 18;
    private const int TargetIpOffset = 24;

    /// <summary>
    /// Whether it tells everybody of an address that nobody asked for (RFC 5944, 4.6; RFC 5227, 3).
    /// </summary>
    public bool IsGratuitous => SenderIp == TargetIp;

    /// <summary>A request for the owner of an address.</summary>
    public static ArpPacket Request(MacAddress senderMac, IpAddress senderIp, IpAddress targetIp) =>
        new(ArpOperation.Request, senderMac, senderIp, default, targetIp);

    /// <summary>An announcement: a request for the own address.</summary>
    public static ArpPacket Announcement(MacAddress mac, IpAddress ip) =>
        new(ArpOperation.Request, mac, ip, default, ip);

    /// <summary>The answer to a request.</summary>
    public static ArpPacket ReplyTo(in ArpPacket request, MacAddress mac) =>
        new(ArpOperation.Reply, mac, request.TargetIp, request.SenderMac, request.SenderIp);

    /// <summary>Reads one; bytes after it are padding.</summary>
    public static ArpFault TryRead(ReadOnlySpan<byte> packet, out ArpPacket arp)
    {
        arp = default;
        if (packet.Length < LengthBytes)
        {
            return ArpFault.Truncated;
        }

        if (BinaryPrimitives.ReadUInt64BigEndian(packet) >> 16 != Prefix)
        {
            return ArpFault.NotIpv4OverEthernet;
        }

        var operation = (ArpOperation)BinaryPrimitives.ReadUInt16BigEndian(packet[OperationOffset..]);
        if (operation is not (ArpOperation.Request or ArpOperation.Reply))
        {
            return ArpFault.UnknownOperation;
        }

        var senderMac = MacAddress.Read(packet[SenderMacOffset..]);
        if (senderMac.IsMulticast)
        {
            return ArpFault.MulticastSender;
        }

        arp = new ArpPacket(
            operation, senderMac, IpAddress.Read(packet[SenderIpOffset..]),
            MacAddress.Read(packet[TargetMacOffset..]), IpAddress.Read(packet[TargetIpOffset..]));
        return ArpFault.None;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> packet)
    {
        BinaryPrimitives.WriteUInt64BigEndian(packet, (Prefix << 16) | (ulong)Operation);
        SenderMac.Write(packet[SenderMacOffset..]);
        SenderIp.Write(packet[SenderIpOffset..]);
        TargetMac.Write(packet[TargetMacOffset..]);
        TargetIp.Write(packet[TargetIpOffset..]);
    }
}
