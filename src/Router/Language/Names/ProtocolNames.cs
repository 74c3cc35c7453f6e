namespace Xia.Router.Language.Names;

/// <summary>IP protocols by the names that Click knows.</summary>
internal static class ProtocolNames
{
    /// <summary>Stands for TCP and UDP both; not a number of the wire.</summary>
    public const int TcpOrUdp = 256;

    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal)
    {
        ["icmp"] = 1,
        ["igmp"] = 2,
        ["ipip"] = 4,
        ["tcp"] = 6,
        ["udp"] = 17,
        ["dccp"] = 33,
        ["gre"] = 47,
        ["sctp"] = 132,
        ["tcpudp"] = TcpOrUdp,
    };

    /// <summary>The number of a name.</summary>
    public static bool TryFind(string name, out int number) => Numbers.TryGetValue(name, out number);

    /// <summary>The name of a number; null when it has none.</summary>
    public static string? NameOf(int number)
    {
        foreach ((string name, int known) in Numbers)
        {
            if (known == number)
            {
                return name;
            }
        }

        return null;
    }
}
