namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>A kind of test, and for <see cref="PatternKind.Field"/> which bits it looks at.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Protocol">Whose header the bits are in; 0 for the IP header.</param>
/// <param name="BitOffset">The first bit, counted from the header's start.</param>
/// <param name="BitCount">How many bits, 1 to 32, all in one word of four bytes.</param>
internal readonly record struct PatternType(
    PatternKind Kind, int Protocol = 0, int BitOffset = 0, int BitCount = 0)
{
    public static readonly PatternType Version = Field(0, 0, 4);
    public static readonly PatternType HeaderLength = Field(0, 4, 4);
    public static readonly PatternType Service = Field(0, 8, 8);
    public static readonly PatternType DiffServ = Field(0, 8, 6);
    public static readonly PatternType TotalLength = Field(0, 16, 16);
    public static readonly PatternType Identification = Field(0, 32, 16);
    public static readonly PatternType TimeToLive = Field(0, 64, 8);
    public static readonly PatternType TcpWindow = Field(PatternProtocols.Tcp, 112, 16);
    public static readonly PatternType IcmpType = Field(PatternProtocols.Icmp, 0, 8);

    public static PatternType Field(int protocol, int bitOffset, int bitCount) =>
        new(PatternKind.Field, protocol, bitOffset, bitCount);

    /// <summary>How messages name it.</summary>
    public override string ToString() => Kind switch
    {
        PatternKind.None => "<none>",
        PatternKind.Number => "number",
        PatternKind.Host => "ip host",
        PatternKind.Network => "ip net",
        PatternKind.Ethernet => "ether host",
        PatternKind.Protocol => "proto",
        PatternKind.Port => "port",
        PatternKind.TcpOption => "tcp opt",
        PatternKind.Fragment => "ip frag",
        PatternKind.Unfragmented => "ip unfrag",
        PatternKind.EcnCapable => "ip ect",
        PatternKind.Congestion => "ip ce",
        _ => FieldText(),
    };

    private string FieldText()
    {
        if (this == Version)
        {
            return "ip vers";
        }

        return this == HeaderLength ? "ip hl"
            : this == Service ? "ip tos"
            : this == DiffServ ? "ip dscp"
            : this == TotalLength ? "ip len"
            : this == Identification ? "ip id"
            : this == TimeToLive ? "ip ttl"
            : this == TcpWindow ? "tcp win"
            : this == IcmpType ? "icmp type"
            : Protocol == 0 ? "ip[...]" : $"{PatternProtocols.TextOf(Protocol)}[...]";
    }
}
