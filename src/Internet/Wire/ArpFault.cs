namespace Xia.Internet.Wire;

/// <summary>What is wrong with an ARP packet.</summary>
public enum ArpFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is shorter than 28 bytes.</summary>
    Truncated,

    /// <summary>It speaks of other addresses than IPv4 over Ethernet.</summary>
    NotIpv4OverEthernet,

    /// <summary>It is neither request nor reply.</summary>
    UnknownOperation,

    /// <summary>Its sender claims a group's address.</summary>
    MulticastSender,
}
