using System.Globalization;
using System.Text;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>Formats as <c>sprintf</c> does: <c>%[flags][width][.precision]conversion</c>.</summary>
internal static class ScriptFormat
{
    private const int MaximumWidth = 4096;
    private const int DefaultRealPrecision = 6;

    /// <summary>The first word is the format, the others are its arguments.</summary>
    /// <exception cref="HandlerException">Format or arguments are wrong.</exception>
    public static string Format(string text)
    {
        List<string> words = [.. ArgumentText.Words(text).Select(ArgumentText.Unquote)];
        if (words.Count == 0)
        {
            throw new HandlerException("too few arguments to sprintf()");
        }

        string format = words[0];
        int next = 1;
        var result = new StringBuilder();
        for (int at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                result.Append(format[at]);
                continue;
            }

            Conversion conversion = ReadConversion(format, ref at);
            if (conversion.Letter == '%')
            {
                result.Append('%');
                continue;
            }

            if (next == words.Count)
            {
                throw new HandlerException("too few arguments to sprintf()");
            }

            result.Append(Convert(conversion, words[next++]));
        }

        return next == words.Count
            ? result.ToString()
            : throw new HandlerException("too many arguments to sprintf()");
    }

    private static Conversion ReadConversion(string format, ref int at)
    {
        at++;
        int start = at;
        while (at < format.Length && format[at] is '-' or '+' or ' ' or '#' or '0')
        {
            at++;
        }

        string flags = format[start..at];
        int width = ReadNumber(format, ref at) ?? 0;
        int? precision = null;
        if (at < format.Length && format[at] == '.')
        {
            at++;
            precision = ReadNumber(format, ref at) ?? 0;
        }

        while (at < format.Length && format[at] is 'h' or 'l')
        {
            at++;
        }

        return at < format.Length && width <= MaximumWidth && (precision ?? 0) <= MaximumWidth
            ? new(flags, width, precision, format[at])
            : throw new HandlerException("bad format string");
    }

    private static int? ReadNumber(string format, ref int at)
    {
        int start = at;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
        {
            at++;
        }

        return at == start ? null : int.TryParse(format.AsSpan(start, at - start), out int number)
            ? number
            : throw new HandlerException("bad format string");
    }

    private static string Convert(Conversion conversion, string argument) => conversion.Letter switch
    {
        's' => Padded(conversion, "", conversion.Precision is int length && length < argument.Length
            ? argument[..length]
            : argument, mayZero: false),
        'c' => Padded(conversion, "", $"{(char)(Whole(argument) & byte.MaxValue)}", mayZero: false),
        'd' or 'i' => Integer(conversion, Whole(argument)),
        'u' => Padded(conversion, "", Digits(conversion, $"{(ulong)Whole(argument)}"), mayZero: true),
        'x' => Hexadecimal(conversion, "0x", $"{Whole(argument):x}"),
        'X' => Hexadecimal(conversion, "0X", $"{Whole(argument):X}"),
        'o' => Padded(conversion, "", Digits(conversion, System.Convert.ToString(Whole(argument), 8)),
            mayZero: true),
        'e' or 'E' or 'f' or 'F' or 'g' or 'G' => Real(conversion, argument),
        _ => throw new HandlerException("bad format string"),
    };

    private static long Whole(string argument)
    {
        if (!ScriptNumber.TryParse(argument, out ScriptNumber number))
        {
            throw new HandlerException("syntax error");
        }

        return number.IsWhole ? number.Whole : (long)number.Real;
    }

    private static string Integer(Conversion conversion, long value)
    {
        string sign = value < 0 ? "-" : Sign(conversion);
        return Padded(
            conversion, sign, Digits(conversion, $"{value}".TrimStart('-')), mayZero: true);
    }

    private static string Hexadecimal(Conversion conversion, string prefix, string digits) =>
        Padded(conversion, conversion.Has('#') && digits != "0" ? prefix : "",
            Digits(conversion, digits), mayZero: true);

    private static string Real(Conversion conversion, string argument)
    {
        if (!ScriptNumber.TryParse(argument, out ScriptNumber number))
        {
            throw new HandlerException("syntax error");
        }

        double value = Math.Abs(number.Real);
        int precision = conversion.Precision ?? DefaultRealPrecision;
        string digits = char.ToLowerInvariant(conversion.Letter) switch
        {
            'f' => value.ToString($"f{precision}", CultureInfo.InvariantCulture),
            'g' => ScriptNumber.Format(value, Math.Max(precision, 1)),
            _ => Scientific(value, precision),
        };
        digits = char.IsAsciiLetterUpper(conversion.Letter) ? digits.ToUpperInvariant() : digits;
        return Padded(conversion, number.Real < 0 ? "-" : Sign(conversion), digits, mayZero: true);
    }

    private static string Scientific(double value, int precision)
    {
        string text = value.ToString($"e{precision}", CultureInfo.InvariantCulture);
        int mark = text.IndexOf('e', StringComparison.Ordinal);
        int exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign);
        return $"{text[..mark]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):d2}";
    }

    private static string Sign(Conversion conversion) =>
        conversion.Has('+') ? "+" : conversion.Has(' ') ? " " : "";

    private static string Digits(Conversion conversion, string digits) =>
        digits.PadLeft(conversion.Precision ?? 1, '0');

    private static string Padded(Conversion conversion, string prefix, string text, bool mayZero)
    {
        int room = conversion.Width - prefix.Length;
        if (conversion.Has('-'))
        {
            return prefix + text.PadRight(Math.Max(room, 0));
        }

        bool isInteger = conversion.Letter is 'd' or 'i' or 'u' or 'x' or 'X' or 'o';
        bool zeros = mayZero && conversion.Has('0') && !(isInteger && conversion.Precision is not null);
        return zeros
            ? prefix + text.PadLeft(Math.Max(room, 0), '0')
            : (prefix + text).PadLeft(conversion.Width);
    }

    private readonly record struct Conversion(string Flags, int Width, int? Precision, char Letter)
    {
        public bool Has(char flag) => Flags.Contains(flag, StringComparison.Ordinal);
    }
}
