namespace Xia.Internet.Wire;

/// <summary>What is wrong with an IPv4 packet.</summary>
public enum Ipv4Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is shorter than a header.</summary>
    Truncated,

    /// <summary>Its version is not 4.</summary>
    WrongVersion,

    /// <summary>Its header length is below 20 bytes or beyond the packet.</summary>
    HeaderLength,

    /// <summary>Its total length is below the header's or beyond the packet.</summary>
    TotalLength,

    /// <summary>Its header checksum is wrong.</summary>
    Checksum,
}
