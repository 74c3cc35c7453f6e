using System.Globalization;
using System.Numerics;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language.Names;

namespace Xia.Router.Language.Arguments;

/// <summary>Reads addresses that are written out or named by an AddressInfo in the asker's scope.</summary>
internal static class AddressText
{
    /// <summary>An address, <c>NAME</c>, <c>NAME:ip</c>, <c>NAME:bcast</c> or <c>NAME:gw</c>.</summary>
    public static bool TryReadIp(string text, Element asker, out IpAddress value)
    {
        if (IpAddress.TryParse(text, out value))
        {
            return true;
        }

        NameTables names = asker.Router.Names;
        (string name, string kind) = Divide(text);
        switch (kind)
        {
            case "" or "ip" or "ip4":
                return names.Addresses.TryFind(asker, name, out value);
            case "bcast":
                bool hasPrefix = TryFindPrefix(name, asker, out IpAddress first, out uint mask);
                value = new IpAddress(first.Value | ~mask);
                return hasPrefix;
            case "gw":
                if (names.Addresses.TryFind(asker, text, out value))
                {
                    return true;
                }

                bool hasNetwork = TryFindPrefix(name, asker, out IpAddress network, out uint networkMask);
                value = new IpAddress((network.Value & networkMask) | 1);
                return hasNetwork;
            default:
                return false;
        }
    }

    /// <summary>
    /// A prefix <c>10.0.0.0/8</c>, <c>10/8</c> or <c>10.0.0.0/255.0.0.0</c>, <c>NAME/8</c>, <c>NAME</c> or
    /// <c>NAME:ipnet</c>; the address keeps the bits behind the mask.
    /// </summary>
    public static bool TryReadPrefix(
        string text, Element asker, bool allowAddress, out IpAddress address, out uint mask)
    {
        int slash = text.LastIndexOf('/');
        if (slash > 0 && slash < text.Length - 1
            && TryReadStart(text[..slash], asker, out address, out int givenBits)
            && TryReadMask(text[(slash + 1)..], asker, out mask)
            && (mask & MaskOf(givenBits)) == mask)
        {
            return true;
        }

        if (allowAddress && TryReadIp(text, asker, out address))
        {
            mask = uint.MaxValue;
            return true;
        }

        return TryFindPrefix(text, asker, out address, out mask);
    }

    /// <summary>An Ethernet address, <c>NAME</c> or <c>NAME:eth</c>.</summary>
    public static bool TryReadMac(string text, Element asker, out MacAddress value)
    {
        if (MacAddress.TryParse(text, out value))
        {
            return true;
        }

        (string name, string kind) = Divide(text);
        return kind is "" or "eth" or "ether" or "ethernet"
            && asker.Router.Names.Macs.TryFind(asker, name, out value);
    }

    /// <summary>How many bits a mask has set, if they are the first ones.</summary>
    public static bool TryGetLength(uint mask, out int lengthBits)
    {
        lengthBits = BitOperations.PopCount(mask);
        return mask == MaskOf(lengthBits);
    }

    private static bool TryFindPrefix(string text, Element asker, out IpAddress address, out uint mask)
    {
        (string name, string kind) = Divide(text);
        bool found = asker.Router.Names.Prefixes.TryFind(
            asker, name, out (IpAddress Address, uint Mask) value);
        (address, mask) = value;
        return found && kind is "" or "net" or "ipnet" or "ip4net";
    }

    // The part before the slash may stop after fewer than four numbers.
    private static bool TryReadStart(string text, Element asker, out IpAddress address, out int givenBits)
    {
        givenBits = 32;
        if (TryReadIp(text, asker, out address))
        {
            return true;
        }

        string[] parts = text.Split('.');
        givenBits = parts.Length * 8;
        return parts.Length < IpAddress.LengthBytes
            && IpAddress.TryParse(
                text + string.Concat(Enumerable.Repeat(".0", IpAddress.LengthBytes - parts.Length)),
                out address);
    }

    private static bool TryReadMask(string text, Element asker, out uint mask)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int lengthBits)
            && lengthBits <= IpPrefix.MaximumLengthBits)
        {
            mask = MaskOf(lengthBits);
            return true;
        }

        bool read = TryReadIp(text, asker, out IpAddress written);
        mask = written.Value;
        return read;
    }

    private static uint MaskOf(int lengthBits) => lengthBits == 0 ? 0 : uint.MaxValue << (32 - lengthBits);

    private static (string Name, string Kind) Divide(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..].ToLowerInvariant());
    }
}
