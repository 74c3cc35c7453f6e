using System.Globalization;

namespace Xia.Overlay.Identifiers;

/// <summary>
/// The names of principal types as texts write them: <c>hid</c>, or <c>0x1a</c> for a type without a name.
/// </summary>
/// <remarks>Types from 0x14 on are opaque here; their names are only those that Wireshark prints.</remarks>
public static class XidTypeNames
{
    private static readonly (XidType Type, string Name)[] Names =
    [
        (XidType.Ad, "ad"), (XidType.Hid, "hid"), (XidType.Cid, "cid"), (XidType.Sid, "sid"),
        ((XidType)0x14, "uni4id"), ((XidType)0x15, "i4id"), ((XidType)0x16, "u4id"), ((XidType)0x17, "xdp"),
        ((XidType)0x18, "serval"), ((XidType)0x19, "flowid"), ((XidType)0x20, "zf"),
    ];

    /// <summary>The lower-case name of a type, or its number such as <c>0x1a</c>.</summary>
    public static string Of(XidType type)
    {
        foreach ((XidType known, string name) in Names)
        {
            if (known == type)
            {
                return name;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"0x{(uint)type:x2}");
    }

    /// <summary>
    /// Reads a name in either case, or a number such as <c>0x1a</c>; never gives <see cref="XidType.None"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out XidType type)
    {
        foreach ((XidType known, string name) in Names)
        {
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                type = known;
                return true;
            }
        }

        // xia-core writes 0x14 as IP or 4ID.
        if (text.Equals("ip", StringComparison.OrdinalIgnoreCase)
            || text.Equals("4id", StringComparison.OrdinalIgnoreCase))
        {
            type = (XidType)0x14;
            return true;
        }

        type = XidType.None;
        if (text.Length is < 3 or > 10 || !text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            || !uint.TryParse(
                text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code))
        {
            return false;
        }

        type = (XidType)code;
        return code != 0;
    }
}
