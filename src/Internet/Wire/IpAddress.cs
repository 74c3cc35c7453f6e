using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Xia.Internet.Wire;

/// <summary>An IPv4 address.</summary>
/// <param name="Value">Its four bytes as a number, the first byte on the wire highest.</param>
public readonly record struct IpAddress(uint Value) : IComparable<IpAddress>
{
    /// <summary>How long it is on the wire.</summary>
    public const int LengthBytes = 4;

    /// <summary>0.0.0.0, which is nobody.</summary>
    public static readonly IpAddress Any;

    /// <summary>255.255.255.255, all hosts of a link.</summary>
    public static readonly IpAddress Broadcast = new(uint.MaxValue);

    /// <summary>Whether it is 224.0.0.0/4.</summary>
    public bool IsMulticast => Value >> 28 == 0xe;

    /// <summary>Whether one host can have it and send from it (RFC 1122, 3.2.1.3).</summary>
    public bool IsUnicast => Value >> 24 is not (0 or 127) && Value >> 28 < 0xe;

    /// <summary>Reads one from the first four bytes.</summary>
    public static IpAddress Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(source));

    /// <summary>Reads <c>10.1.0.2</c>: four decimal numbers without leading zeros.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpAddress address) =>
        TryParse(text.AsSpan(), out address);

    /// <summary>Reads the same from characters.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        uint value = 0;
        for (int i = 0; i < LengthBytes; i++)
        {
            int dot = text.IndexOf('.');
            bool isLast = i == LengthBytes - 1;
            if (dot < 0 != isLast)
            {
                return false;
            }

            ReadOnlySpan<char> part = isLast ? text : text[..dot];
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out byte one))
            {
                return false;
            }

            value = (value << 8) | one;
            text = isLast ? default : text[(dot + 1)..];
        }

        address = new IpAddress(value);
        return true;
    }

    /// <summary>Reads the same, where it must be one.</summary>
    public static IpAddress Parse(string text) => TryParse(text, out IpAddress address)
        ? address
        : throw new FormatException($"'{text}' is not an IPv4 address such as 10.1.0.2.");

    /// <summary>Writes its four bytes.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(destination, Value);

    /// <inheritdoc/>
    public int CompareTo(IpAddress other) => Value.CompareTo(other.Value);

    /// <summary>Four decimal numbers, as in <c>10.1.0.2</c>.</summary>
    public override string ToString() =>
        $"{Value >> 24}.{(byte)(Value >> 16)}.{(byte)(Value >> 8)}.{(byte)Value}";

    /// <summary>Compares as numbers.</summary>
    public static bool operator <(IpAddress left, IpAddress right) => left.Value < right.Value;

    /// <summary>Compares as numbers.</summary>
    public static bool operator >(IpAddress left, IpAddress right) => left.Value > right.Value;

    /// <summary>Compares as numbers.</summary>
    public static bool operator <=(IpAddress left, IpAddress right) => left.Value <= right.Value;

    /// <summary>Compares as numbers.</summary>
    public static bool operator >=(IpAddress left, IpAddress right) => left.Value >= right.Value;
}
