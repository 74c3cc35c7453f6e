using System.Globalization;
using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>
/// A run of bits of an IP packet: <c>ip src/8</c>, <c>ip[8:2] &amp; 0x3F0</c>, <c>tcp{0-15}</c>.
/// </summary>
/// <param name="Base">What the offset counts from; other values are numbers of protocols.</param>
/// <param name="BitOffset">Where it starts.</param>
/// <param name="BitLength">How long it is.</param>
internal readonly record struct IpFieldSpan(IpFieldBase Base, int BitOffset, int BitLength)
{
    private const string Form = "expected 'HEADER [NAME] [{OFFSET:LENGTH}] [/PREFIX] [& MASK]'";
    private const string BadPlace = "bad offset or length in TCP/IP field";
    private const string BadMask = "bad prefix or mask in TCP/IP field";
    private const int MaximumByteOffset = 0xffff;

    /// <summary>The name of its base.</summary>
    public string BaseName => Base switch
    {
        IpFieldBase.Ip => "ip",
        IpFieldBase.TcpOrUdp => "tcpudp",
        IpFieldBase.Transport => "transp",
        IpFieldBase.Payload => "payload",
        _ => NumberNames.OfProtocol((byte)Base) ?? ((int)Base).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads one; an error in Click's words when it is none.</summary>
    public static string? Parse(string text, out IpFieldSpan field)
    {
        var words = new IpFieldWords(text);
        field = default;
        IpFieldBase? named = words.TakeBase();
        IpFieldBase start = named ?? IpFieldBase.Ip;
        string? name = words.TakeName();
        IpFieldSpan? known = name is null ? null : IpFieldNames.Find(start, name);
        if ((name is not null && known is null)
            || (named is null && known is not { Base: IpFieldBase.TcpOrUdp }))
        {
            return Form;
        }

        string? error = words.TakePlace(out (int Offset, int Length)? place) ? null : BadPlace;
        if (error is null && known is null && place is null)
        {
            return Form;
        }

        field = known ?? new IpFieldSpan(start, 0, int.MaxValue);
        error ??= place is { } within ? Narrow(ref field, within) : null;
        error ??= words.TakeAfter('/', out long prefix) switch
        {
            null => BadMask,
            false => null,
            _ when prefix > field.BitLength => BadMask,
            _ => Keep(ref field, 0, (int)prefix),
        };
        error ??= words.TakeAfter('&', out long mask) switch
        {
            null => BadMask,
            false => null,
            _ => Mask(ref field, mask),
        };
        return error ?? (words.IsAtEnd ? null : "garbage after field specification");
    }

    /// <summary>As it can be read again.</summary>
    public override string ToString()
    {
        if (IpFieldNames.NameOf(this) is { } name)
        {
            return $"{BaseName} {name}";
        }

        foreach (int unit in (int[])[8, 16, 32])
        {
            var around = new IpFieldSpan(Base, BitOffset / unit * unit, unit);
            if (BitOffset - around.BitOffset + BitLength <= unit && IpFieldNames.NameOf(around) is { } outer)
            {
                int within = BitOffset - around.BitOffset;
                return $"{BaseName} {outer}{(within == 0 ? $"/{BitLength}" : Place(within))}";
            }
        }

        return BaseName + Place(BitOffset);
    }

    private string Place(int offset)
    {
        if (offset % 8 == 0 && BitLength % 8 == 0)
        {
            return BitLength == 8 ? $"[{offset / 8}]" : $"[{offset / 8}:{BitLength / 8}]";
        }

        return BitLength == 1 ? $"{{{offset}}}" : $"{{{offset}:{BitLength}}}";
    }

    private static string? Narrow(ref IpFieldSpan field, (int Offset, int Length) place)
    {
        if (place.Length <= 0 || place.Offset < 0 || place.Offset > MaximumByteOffset * 8
            || place.Offset + (long)place.Length > field.BitLength)
        {
            return BadPlace;
        }

        return Keep(ref field, place.Offset, place.Length);
    }

    private static string? Keep(ref IpFieldSpan field, int offset, int length)
    {
        field = field with { BitOffset = field.BitOffset + offset, BitLength = length };
        return null;
    }

    // One run of one bits.
    private static string? Mask(ref IpFieldSpan field, long mask)
    {
        if (mask is <= 0 or > uint.MaxValue)
        {
            return BadMask;
        }

        int low = System.Numerics.BitOperations.TrailingZeroCount(mask);
        long above = mask + (1L << low);
        int high = System.Numerics.BitOperations.TrailingZeroCount(above);
        return (above & (above - 1)) != 0 || high > field.BitLength
            ? BadMask
            : Keep(ref field, field.BitLength - high, high - low);
    }
}
