using System.Globalization;

namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>A block of IPv4 addresses.</summary>
/// <param name="Network">Its lowest address; the bits below the prefix are zero.</param>
/// <param name="Length">How many leading bits all its addresses share, 0 to 32.</param>
public readonly record struct Ipv4Prefix(Ipv4Address Network, int Length)
{
    /// <summary>The leading bits.</summary>
    public uint Mask => Length == 0 ? 0 : uint.MaxValue << (32 - Length);

    /// <summary>Its highest address.</summary>
    public Ipv4Address Last => new(Network.Value | ~Mask);

    /// <summary>Reads <c>10.1.0.0/16</c>; bits below the prefix must be zero.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ipv4Prefix prefix)
    {
        prefix = default;
        int slash = text.IndexOf('/');
        if (slash < 0
            || !Ipv4Address.TryParse(text[..slash], out Ipv4Address network)
            || !int.TryParse(
                text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length > 32)
        {
            return false;
        }

        prefix = new Ipv4Prefix(network, length);
        return (network.Value & ~prefix.Mask) == 0;
    }

    /// <summary>Whether an address lies in the block.</summary>
    public bool Contains(Ipv4Address address) => (address.Value & Mask) == Network.Value;

    /// <summary>Whether two blocks share an address.</summary>
    public bool Overlaps(Ipv4Prefix other) => Contains(other.Network) || other.Contains(Network);

    /// <summary>The address and the number of leading bits.</summary>
    public override string ToString() => $"{Network}/{Length}";
}
