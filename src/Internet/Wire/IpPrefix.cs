using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Xia.Internet.Wire;

/// <summary>A range of IPv4 addresses that share their first bits.</summary>
public readonly record struct IpPrefix
{
    /// <summary>The longest length: one address.</summary>
    public const int MaximumLengthBits = 32;

    /// <summary>The range around an address; its further bits are cleared.</summary>
    public IpPrefix(IpAddress address, int lengthBits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthBits, MaximumLengthBits);
        LengthBits = lengthBits;
        Address = new IpAddress(address.Value & MaskOf(lengthBits));
    }

    /// <summary>The first address of the range.</summary>
    public IpAddress Address { get; }

    /// <summary>How many bits are shared, 0 to 32.</summary>
    public int LengthBits { get; }

    /// <summary>The shared bits set, the others not.</summary>
    public uint Mask => MaskOf(LengthBits);

    /// <summary>Whether an address is in the range.</summary>
    public bool Contains(IpAddress address) => ((address.Value ^ Address.Value) & Mask) == 0;

    /// <summary>
    /// Reads <c>10.1.0.0/16</c>, <c>10.1.0.0/255.255.0.0</c>, or an address alone, which is a range of one.
    /// Bits after the shared ones are allowed and cleared, as in Click.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpPrefix prefix)
    {
        prefix = default;
        ReadOnlySpan<char> rest = text;
        int slash = rest.IndexOf('/');
        if (!IpAddress.TryParse(slash < 0 ? rest : rest[..slash], out IpAddress address))
        {
            return false;
        }

        int lengthBits = MaximumLengthBits;
        if (slash >= 0 && !TryParseLength(rest[(slash + 1)..], out lengthBits))
        {
            return false;
        }

        prefix = new IpPrefix(address, lengthBits);
        return true;
    }

    /// <summary>Reads the same, where it must be one.</summary>
    public static IpPrefix Parse(string text) => TryParse(text, out IpPrefix prefix)
        ? prefix
        : throw new FormatException($"'{text}' is not an IPv4 prefix such as 10.1.0.0/16.");

    /// <summary>Address and length, as in <c>10.1.0.0/16</c>.</summary>
    public override string ToString() => $"{Address}/{LengthBits}";

    private static bool TryParseLength(ReadOnlySpan<char> text, out int lengthBits)
    {
        if (IpAddress.TryParse(text, out IpAddress mask))
        {
            lengthBits = System.Numerics.BitOperations.PopCount(mask.Value);
            return mask.Value == MaskOf(lengthBits);
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out lengthBits)
            && lengthBits <= MaximumLengthBits;
    }

    private static uint MaskOf(int lengthBits) =>
        lengthBits == 0 ? 0 : uint.MaxValue << (MaximumLengthBits - lengthBits);
}
