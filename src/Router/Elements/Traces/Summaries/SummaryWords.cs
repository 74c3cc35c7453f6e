using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Language;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>How the words of a summary's lines are read.</summary>
internal static class SummaryWords
{
    private const int LargestShift = 60;
    private const int FractionDigits = 9;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Whether a byte is a blank.</summary>
    public static bool IsBlank(byte at) => at is (byte)' ' or >= 9 and <= 13;

    /// <summary>Whether a byte is a decimal digit.</summary>
    public static bool IsDigit(byte at) => at is >= (byte)'0' and <= (byte)'9';

    /// <summary>Takes the next word off a line; quoted parts may hold blanks.</summary>
    public static ReadOnlySpan<byte> TakeWord(ref ReadOnlySpan<byte> line)
    {
        int end = 0;
        while (end < line.Length && !IsBlank(line[end]))
        {
            end += line[end] == '"' ? QuotedLength(line[end..]) : 1;
        }

        ReadOnlySpan<byte> word = line[..end];
        line = line[end..];
        while (line.Length > 0 && IsBlank(line[0]))
        {
            line = line[1..];
        }

        return word;
    }

    /// <summary>A whole word that is a number: decimal, <c>0x</c> or with a leading 0 octal.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> word, out ulong value) =>
        TakeNumber(ref word, out value) && word.IsEmpty;

    /// <summary>Takes a number off the start of a text.</summary>
    /// <returns>Whether there was one that fits.</returns>
    public static bool TakeNumber(ref ReadOnlySpan<byte> text, out ulong value)
    {
        uint radix = 10;
        if (text.Length > 2 && text[0] == '0' && text[1] is (byte)'x' or (byte)'X' && Digit(text[2]) < 16)
        {
            radix = 16;
            text = text[2..];
        }
        else if (text.Length > 1 && text[0] == '0' && Digit(text[1]) < 8)
        {
            radix = 8;
        }

        return TakeDigits(ref text, radix, out value);
    }

    /// <summary>Takes a decimal number off the start of a text.</summary>
    public static bool TakeDecimal(ref ReadOnlySpan<byte> text, out ulong value) =>
        TakeDigits(ref text, 10, out value);

    /// <summary>A number of hexadecimal digits.</summary>
    public static bool TryReadHex(ReadOnlySpan<byte> word, out ulong value)
    {
        if (word.Length > 2 && word[0] == '0' && word[1] is (byte)'x' or (byte)'X')
        {
            word = word[2..];
        }

        return TakeDigits(ref word, 16, out value) && word.IsEmpty;
    }

    /// <summary>Four decimal numbers with points between them.</summary>
    public static bool TryReadAddress(ReadOnlySpan<byte> word, out IpAddress address)
    {
        bool read = TakeAddress(ref word, out address);
        return read && word.IsEmpty;
    }

    /// <summary>Takes an IPv4 address off the start of a text.</summary>
    public static bool TakeAddress(ref ReadOnlySpan<byte> text, out IpAddress address)
    {
        uint value = 0;
        address = default;
        for (int index = 0; index < IpAddress.LengthBytes; index++)
        {
            if (index > 0)
            {
                if (text.IsEmpty || text[0] != '.')
                {
                    return false;
                }

                text = text[1..];
            }

            if (!TakeDecimal(ref text, out ulong part) || part > byte.MaxValue)
            {
                return false;
            }

            value = (value << 8) | (byte)part;
        }

        address = new IpAddress(value);
        return true;
    }

    /// <summary>Six pairs of hexadecimal digits with <c>-</c>, or with <c>:</c>, between them.</summary>
    public static bool TryReadEthernet(ReadOnlySpan<byte> word, Span<byte> address)
    {
        byte separator = 0;
        for (int index = 0; index < address.Length; index++)
        {
            if (index > 0)
            {
                separator = index == 1 && word.Length > 0 ? word[0] : separator;
                if (word.IsEmpty || word[0] != separator || separator is not ((byte)'-' or (byte)':'))
                {
                    return false;
                }

                word = word[1..];
            }

            int digits = 0;
            address[index] = 0;
            while (digits < 2 && digits < word.Length && Digit(word[digits]) < 16)
            {
                address[index] = (byte)((address[index] << 4) | (byte)Digit(word[digits]));
                digits++;
            }

            if (digits == 0)
            {
                return false;
            }

            word = word[digits..];
        }

        return word.IsEmpty;
    }

    /// <summary>Seconds, perhaps with a fraction; or a length of time with its unit.</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> word, out Instant time)
    {
        bool read = TryReadSeconds(word, out long nanoseconds);
        if (!read && ArgumentTypes.Duration(Text(word), out Duration length, out _))
        {
            read = true;
            nanoseconds = length.Nanoseconds;
        }

        time = new Instant(nanoseconds);
        return read;
    }

    /// <summary>The word as a text, a character per byte.</summary>
    public static string Text(ReadOnlySpan<byte> word) => Encoding.Latin1.GetString(word);

    private static bool TryReadSeconds(ReadOnlySpan<byte> text, out long nanoseconds)
    {
        nanoseconds = 0;
        bool hasWhole = TakeDigits(ref text, 10, out ulong seconds);
        ulong fraction = 0;
        int digits = 0;
        if (text.Length > 0 && text[0] == '.')
        {
            text = text[1..];
            while (digits < text.Length && IsDigit(text[digits]))
            {
                fraction = digits < FractionDigits
                    ? (fraction * 10) + (ulong)(text[digits] - '0')
                    : fraction + (digits == FractionDigits && text[digits] >= '5' ? 1UL : 0);
                digits++;
            }

            text = text[digits..];
        }

        if ((!hasWhole && digits == 0) || !text.IsEmpty || seconds >= long.MaxValue / NanosecondsPerSecond)
        {
            return false;
        }

        for (int index = digits; index < FractionDigits; index++)
        {
            fraction *= 10;
        }

        nanoseconds = ((long)seconds * NanosecondsPerSecond) + (long)fraction;
        return true;
    }

    private static bool TakeDigits(ref ReadOnlySpan<byte> text, uint radix, out ulong value)
    {
        value = 0;
        int count = 0;
        bool fits = true;
        while (count < text.Length && Digit(text[count]) < radix)
        {
            fits &= value < 1UL << LargestShift;
            value = (value * radix) + Digit(text[count]);
            count++;
        }

        text = text[count..];
        return count > 0 && fits;
    }

    private static uint Digit(byte at) => at switch
    {
        >= (byte)'0' and <= (byte)'9' => at - (uint)'0',
        >= (byte)'a' and <= (byte)'f' => at - (uint)'a' + 10,
        >= (byte)'A' and <= (byte)'F' => at - (uint)'A' + 10,
        _ => uint.MaxValue,
    };

    private static int QuotedLength(ReadOnlySpan<byte> text)
    {
        int end = 1;
        while (end < text.Length && text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        return Math.Min(end + 1, text.Length);
    }
}
