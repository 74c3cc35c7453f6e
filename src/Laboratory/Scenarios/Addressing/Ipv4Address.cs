using System.Globalization;

namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>An IPv4 address in a plan.</summary>
/// <param name="Value">Its 32 bits, the first octet in the most significant byte.</param>
public readonly record struct Ipv4Address(uint Value) : IComparable<Ipv4Address>
{
    /// <summary>Reads four decimal octets without leading zeros.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ipv4Address address)
    {
        address = default;
        uint value = 0;
        for (int octet = 0; octet < 4; octet++)
        {
            int end = octet < 3 ? text.IndexOf('.') : text.Length;
            if (end is < 1 or > 3
                || (end > 1 && text[0] == '0')
                || !byte.TryParse(
                    text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out byte part))
            {
                return false;
            }

            value = (value << 8) | part;
            text = octet < 3 ? text[(end + 1)..] : [];
        }

        address = new Ipv4Address(value);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Ipv4Address other) => Value.CompareTo(other.Value);

    /// <summary>The four octets.</summary>
    public override string ToString() =>
        $"{Value >> 24}.{(Value >> 16) & 0xff}.{(Value >> 8) & 0xff}.{Value & 0xff}";

    /// <summary>An address further on.</summary>
    public static Ipv4Address operator +(Ipv4Address address, uint offset) =>
        new(checked(address.Value + offset));

    /// <summary>Compares two addresses.</summary>
    public static bool operator <(Ipv4Address left, Ipv4Address right) => left.Value < right.Value;

    /// <summary>Compares two addresses.</summary>
    public static bool operator >(Ipv4Address left, Ipv4Address right) => left.Value > right.Value;

    /// <summary>Compares two addresses.</summary>
    public static bool operator <=(Ipv4Address left, Ipv4Address right) => left.Value <= right.Value;

    /// <summary>Compares two addresses.</summary>
    public static bool operator >=(Ipv4Address left, Ipv4Address right) => left.Value >= right.Value;
}
