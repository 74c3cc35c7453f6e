using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Xia.Internet.Wire;

/// <summary>A 48-bit Ethernet address.</summary>
/// <param name="Value">Its six bytes as a number, the first byte on the wire highest; below 2⁴⁸.</param>
public readonly record struct MacAddress(ulong Value)
{
    /// <summary>How long it is on the wire.</summary>
    public const int LengthBytes = 6;

    /// <summary>All stations of a link.</summary>
    public static readonly MacAddress Broadcast = new(0xffff_ffff_ffff);

    /// <summary>Whether it is everybody's.</summary>
    public bool IsBroadcast => this == Broadcast;

    /// <summary>Whether it is a group's, everybody's included (IEEE 802, the I/G bit).</summary>
    public bool IsMulticast => (Value & 0x0100_0000_0000) != 0;

    /// <summary>Reads one from the first six bytes.</summary>
    public static MacAddress Read(ReadOnlySpan<byte> source) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(source) << 32)
            | BinaryPrimitives.ReadUInt32BigEndian(source[2..]));

    /// <summary>Reads <c>02:00:00:00:00:01</c>; separators may be <c>-</c> too.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MacAddress address)
    {
        address = default;
        if (text is null)
        {
            return false;
        }

        string[] parts = text.Split(text.Contains('-', StringComparison.Ordinal) ? '-' : ':');
        if (parts.Length != LengthBytes)
        {
            return false;
        }

        ulong value = 0;
        foreach (string part in parts)
        {
            if (part.Length is not (1 or 2)
                || !byte.TryParse(
                    part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte one))
            {
                return false;
            }

            value = (value << 8) | one;
        }

        address = new MacAddress(value);
        return true;
    }

    /// <summary>Reads the same, where it must be one.</summary>
    public static MacAddress Parse(string text) => TryParse(text, out MacAddress address)
        ? address
        : throw new FormatException($"'{text}' is not an Ethernet address such as 02:00:00:00:00:01.");

    /// <summary>Writes its six bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(Value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)Value);
    }

    /// <summary>Six pairs of digits, as in <c>02:00:00:00:00:01</c>.</summary>
    public override string ToString() => string.Create(17, Value, static (text, value) =>
    {
        const string Digits = "0123456789abcdef";
        for (int i = 0; i < LengthBytes; i++)
        {
            byte one = (byte)(value >> (8 * (LengthBytes - 1 - i)));
            text[3 * i] = Digits[one >> 4];
            text[(3 * i) + 1] = Digits[one & 15];
            if (i < LengthBytes - 1)
            {
                text[(3 * i) + 2] = ':';
            }
        }
    });

    /// <summary>Six pairs of digits as IEEE 802 writes them, as in <c>02-00-00-00-00-0A</c>.</summary>
    public string ToHyphenString() => string.Create(17, Value, static (text, value) =>
    {
        const string Digits = "0123456789ABCDEF";
        for (int i = 0; i < LengthBytes; i++)
        {
            byte one = (byte)(value >> (8 * (LengthBytes - 1 - i)));
            text[3 * i] = Digits[one >> 4];
            text[(3 * i) + 1] = Digits[one & 15];
            if (i < LengthBytes - 1)
            {
                text[(3 * i) + 2] = '-';
            }
        }
    });
}
