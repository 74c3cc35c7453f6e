namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>The protocols that patterns know by name; some stand for more than one of the wire.</summary>
internal static class PatternProtocols
{
    /// <summary>Not said.</summary>
    public const int Unknown = -1;

    public const int Icmp = 1;
    public const int Tcp = 6;
    public const int Udp = 17;
    public const int Dccp = 33;

    /// <summary>The first number that is none of the wire.</summary>
    public const int FirstPseudo = 256;

    /// <summary>TCP and UDP.</summary>
    public const int TcpOrUdp = 256;

    /// <summary>Any protocol: bytes of the transport header, whichever it is.</summary>
    public const int Transport = 258;

    /// <summary>How messages name one.</summary>
    public static string TextOf(int protocol) => protocol switch
    {
        Unknown => "",
        Icmp => "icmp",
        2 => "igmp",
        4 => "ipip",
        Tcp => "tcp",
        Udp => "udp",
        TcpOrUdp => "tcpudp",
        Transport => "transp",
        _ => $"ip proto {protocol}",
    };
}
