using System.Globalization;

namespace Xia.Router.Captures;

/// <summary>The names that Click has for link types.</summary>
internal static class LinkTypeNames
{
    // The first name of a type is the one that is shown.
    private static readonly (string Name, LinkType Type)[] Names =
    [
        ("NULL", LinkType.Null), ("IP", LinkType.Raw), ("ETHER", LinkType.Ethernet), ("FDDI", LinkType.Fddi),
        ("ATM", LinkType.AtmRfc1483), ("RFC1483", LinkType.AtmRfc1483), ("ATM_RFC1483", LinkType.AtmRfc1483),
        ("802_11", LinkType.Wireless), ("802.11", LinkType.Wireless),
        ("802_11_RADIO", LinkType.WirelessRadio), ("802.11_RADIO", LinkType.WirelessRadio),
        ("SLL", LinkType.LinuxCooked), ("AIRONET", LinkType.Aironet), ("HDLC", LinkType.CiscoHdlc),
        ("PPP_HDLC", LinkType.PppHdlc), ("PPP", LinkType.Ppp), ("SUNATM", LinkType.SunAtm),
        ("PRISM", LinkType.Prism),
    ];

    /// <summary>The type of a name, or of <c>#NUMBER</c>; null when there is none.</summary>
    public static LinkType? Parse(string text)
    {
        foreach ((string name, LinkType type) in Names)
        {
            if (name == text)
            {
                return type;
            }
        }

        return text.StartsWith('#')
            && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? (LinkType)number
                : null;
    }

    /// <summary>The name of a type, or <c>#NUMBER</c>.</summary>
    public static string Text(LinkType type)
    {
        foreach ((string name, LinkType known) in Names)
        {
            if (known == type)
            {
                return name;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"#{(int)type}");
    }
}
