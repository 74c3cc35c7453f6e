namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>What a test of a pattern looks at, or what a word of it names.</summary>
internal enum PatternKind
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An IPv4 address.</summary>
    Host,

    /// <summary>An IPv4 network.</summary>
    Network,

    /// <summary>An Ethernet address.</summary>
    Ethernet,

    /// <summary>The IP protocol.</summary>
    Protocol,

    /// <summary>A TCP or UDP port.</summary>
    Port,

    /// <summary>TCP flags.</summary>
    TcpOption,

    /// <summary>Whether the packet is a fragment.</summary>
    Fragment,

    /// <summary>Whether it is none.</summary>
    Unfragmented,

    /// <summary>ECN-capable transport.</summary>
    EcnCapable,

    /// <summary>Congestion experienced.</summary>
    Congestion,

    /// <summary>Bits of the IP header or of a transport header.</summary>
    Field,
}
