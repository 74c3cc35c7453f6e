namespace Xia.Internet.Wire;

/// <summary>What is wrong with a TCP segment.</summary>
public enum TcpFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is shorter than a header.</summary>
    Truncated,

    /// <summary>Its data offset is below 20 bytes or beyond the packet.</summary>
    HeaderLength,

    /// <summary>Its checksum is wrong.</summary>
    Checksum,

    /// <summary>An option's length is below 2, beyond the header, or not that of its kind.</summary>
    Option,
}
