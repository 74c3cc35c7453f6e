namespace Xia.Internet.Wire;

/// <summary>What follows an Ethernet header, by its type field.</summary>
public static class EtherTypes
{
    /// <summary>IPv4.</summary>
    public const ushort Ipv4 = 0x0800;

    /// <summary>ARP.</summary>
    public const ushort Arp = 0x0806;
}
