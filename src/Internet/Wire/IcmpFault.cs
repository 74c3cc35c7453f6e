namespace Xia.Internet.Wire;

/// <summary>What is wrong with an ICMP message.</summary>
public enum IcmpFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is shorter than a header.</summary>
    Truncated,

    /// <summary>Its checksum is wrong.</summary>
    Checksum,
}
