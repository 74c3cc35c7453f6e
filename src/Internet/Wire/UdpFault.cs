namespace Xia.Internet.Wire;

/// <summary>What is wrong with a UDP datagram.</summary>
public enum UdpFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is shorter than a header.</summary>
    Truncated,

    /// <summary>Its length field is below the header's or beyond the packet.</summary>
    Length,

    /// <summary>Its checksum is wrong.</summary>
    Checksum,
}
