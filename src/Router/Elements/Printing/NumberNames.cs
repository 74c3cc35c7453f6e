using Xia.Router.Elements.Icmp;
using Xia.Router.Language.Names;

namespace Xia.Router.Elements.Printing;

/// <summary>The names of numbers in headers: ICMP types and codes, IP protocols.</summary>
internal static class NumberNames
{
    private static readonly string?[] Types = Invert(IcmpNames.Types);
    private static readonly string?[]?[] Codes = new string?[256][];

    /// <summary>The name of an ICMP type; null when it has none.</summary>
    public static string? OfIcmpType(byte type) => Types[type];

    /// <summary>The name of a code of an ICMP type; null when it has none.</summary>
    public static string? OfIcmpCode(byte type, byte code) =>
        (Codes[type] ??= Invert(IcmpNames.CodesOf(type)))[code];

    /// <summary>The name of an IP protocol; null when it has none.</summary>
    public static string? OfProtocol(byte protocol) => ProtocolNames.NameOf(protocol);

    private static string?[] Invert(IEnumerable<KeyValuePair<string, byte>> numbers)
    {
        string?[] names = new string?[256];
        foreach ((string name, byte number) in numbers)
        {
            names[number] = name;
        }

        return names;
    }
}
