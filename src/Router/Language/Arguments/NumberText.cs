using System.Globalization;

namespace Xia.Router.Language.Arguments;

/// <summary>Reads numbers as Click writes them.</summary>
internal static class NumberText
{
    private const int HexadecimalRadix = 16;

    /// <summary>
    /// A whole number: decimal, <c>0x</c>, or octal with a leading 0; beyond 64 bits only its sign is right.
    /// </summary>
    public static bool TryReadWhole(string text, out Int128 value)
    {
        value = 0;
        bool negative = text.StartsWith('-');
        string digits = negative || text.StartsWith('+') ? text[1..] : text;
        int radix = 10;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            (digits, radix) = (digits[2..], HexadecimalRadix);
        }
        else if (digits.Length > 1 && digits[0] == '0')
        {
            radix = 8;
        }

        foreach (char at in digits)
        {
            int digit = char.IsAsciiHexDigit(at) ? Convert.ToInt32(at.ToString(), HexadecimalRadix) : radix;
            if (digit >= radix)
            {
                return false;
            }

            // Past every bound there is nothing more to learn; stopping keeps the sum from wrapping.
            value = value > ulong.MaxValue ? value : (value * radix) + digit;
        }

        value = negative ? -value : value;
        return digits.Length > 0;
    }

    /// <summary>A decimal number, exactly: digits, a point, an exponent; a sign if allowed.</summary>
    public static bool TryReadDecimal(ReadOnlySpan<char> text, bool signed, out decimal value)
    {
        NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent
            | (signed ? NumberStyles.AllowLeadingSign : NumberStyles.None);
        return decimal.TryParse(text, style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A number as a floating one; not <c>nan</c>, not infinite.</summary>
    public static bool TryReadReal(string text, out double value, out string? error)
    {
        error = null;
        NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent
            | NumberStyles.AllowLeadingSign;
        bool begins = text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '.' or '-' or '+');
        if (!double.TryParse(text, style, CultureInfo.InvariantCulture, out value) || !begins)
        {
            return false;
        }

        if (double.IsFinite(value))
        {
            return true;
        }

        error = $"out of range, bound {(value > 0 ? "" : "-")}inf";
        return false;
    }
}
