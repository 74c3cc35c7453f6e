using System.Globalization;

namespace Xia.Overlay.Neighbours;

/// <summary>The address of a station on an Ethernet: 48 bits, the first byte on the wire highest.</summary>
public readonly record struct LinkAddress
{
    /// <summary>Its length on the wire.</summary>
    public const int LengthBytes = 6;

    private const int TextLength = (3 * LengthBytes) - 1;
    private const ulong GroupBit = 1UL << 40;

    private readonly ulong _bits;

    private LinkAddress(ulong bits) => _bits = bits;

    /// <summary>All stations.</summary>
    public static LinkAddress Broadcast { get; } = new((1UL << 48) - 1);

    /// <summary>Whether it stands for more than one station.</summary>
    public bool IsGroup => (_bits & GroupBit) != 0;

    /// <summary>Whether one station can bear it.</summary>
    public bool IsStation => !IsGroup && _bits != 0;

    /// <summary>Reads six bytes.</summary>
    public static LinkAddress Read(ReadOnlySpan<byte> source)
    {
        ulong bits = 0;
        for (int i = 0; i < LengthBytes; i++)
        {
            bits = (bits << 8) | source[i];
        }

        return new LinkAddress(bits);
    }

    /// <summary>Reads <c>02:00:00:00:00:01</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LinkAddress address)
    {
        address = default;
        if (text.Length != TextLength)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[LengthBytes];
        for (int i = 0; i < LengthBytes; i++)
        {
            ReadOnlySpan<char> digits = text.Slice(3 * i, 2);
            if (!byte.TryParse(
                digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i])
                || (i > 0 && text[(3 * i) - 1] is not (':' or '-')))
            {
                return false;
            }
        }

        address = Read(bytes);
        return true;
    }

    /// <summary>Writes six bytes.</summary>
    public void Write(Span<byte> destination)
    {
        for (int i = 0; i < LengthBytes; i++)
        {
            destination[i] = (byte)(_bits >> (8 * (LengthBytes - 1 - i)));
        }
    }

    /// <summary>The form <c>02:00:00:00:00:01</c>.</summary>
    public override string ToString()
    {
        ulong bits = _bits;
        return string.Join(
            ':', Enumerable.Range(0, LengthBytes).Select(
                i => $"{(byte)(bits >> (8 * (LengthBytes - 1 - i))):x2}"));
    }
}
