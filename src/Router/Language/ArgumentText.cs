using System.Globalization;
using System.Text;

namespace Xia.Router.Language;

/// <summary>The rules of configuration strings: quoting, comments, commas and words.</summary>
public static class ArgumentText
{
    /// <summary>
    /// Splits at commas outside quotes; comments become blanks, an empty last argument is dropped.
    /// </summary>
    public static List<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var arguments = new List<string>();
        for (int at = 0; at < text.Length; at++)
        {
            string argument = Collapse(text, ref at, stopAtComma: true);
            if (argument.Length > 0 || at < text.Length)
            {
                arguments.Add(argument);
            }
        }

        return arguments;
    }

    /// <summary>The text with each comment outside quotes turned into a blank; line ends stay.</summary>
    public static string Uncomment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            int end = PieceEnd(text, at, out bool comment);
            bool isLine = comment && text[at + 1] == '/' && text[end - 1] is '\n' or '\r';
            kept.Append(!comment ? text.AsSpan(at, end - at) : isLine ? " \n" : " ");
            at = end;
        }

        return kept.ToString();
    }

    /// <summary>Splits at blanks and comments outside quotes.</summary>
    public static List<string> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        for (int at = SkipBlanks(text, 0); at < text.Length; at = SkipBlanks(text, at))
        {
            int start = at;
            at = WordEnd(text, at);
            words.Add(text[start..at]);
        }

        return words;
    }

    /// <summary>The first word of a text, and what follows it.</summary>
    public static string TakeWord(string text, out string rest)
    {
        ArgumentNullException.ThrowIfNull(text);
        int start = SkipBlanks(text, 0);
        int end = WordEnd(text, start);
        rest = text[SkipBlanks(text, end)..];
        return text[start..end];
    }

    /// <summary>
    /// The value of a text: quotes off, escapes resolved, pieces joined. Bytes are characters 0 to 255.
    /// </summary>
    public static string Unquote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int start = 0;
        text = Collapse(text, ref start, stopAtComma: false);
        if (text.AsSpan().IndexOfAny('\'', '"', '\\') < 0)
        {
            return text;
        }

        var value = new StringBuilder(text.Length);
        char quote = '\0';
        for (int at = 0; at < text.Length; at++)
        {
            char here = text[at];
            if (here is '\'' or '"' && (quote == '\0' || quote == here))
            {
                quote = quote == '\0' ? here : '\0';
            }
            else if (here == '\\' && at + 1 < text.Length
                && (quote == '"' || (quote == '\0' && text[at + 1] == '<')))
            {
                at = AppendEscaped(value, text, at + 1) - 1;
            }
            else
            {
                value.Append(here);
            }
        }

        return value.ToString();
    }

    /// <summary>
    /// Whether a text is an identifier or path that needs no quotes, else the text in quotes.
    /// </summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool plain = text.Length > 0
            && text.All(at => char.IsAsciiLetterOrDigit(at) || "_@/.:-+".Contains(at))
            && !Enumerable.Range(0, text.Length).Any(at => IsComment(text, at));
        return plain ? text : QuoteAlways(text);
    }

    /// <summary>The text in double quotes, with escapes where they are needed.</summary>
    public static string QuoteAlways(string text) => $"\"{Escape(text)}\"";

    /// <summary>
    /// The first word of an argument if it can be a keyword, and what follows it; else null.
    /// </summary>
    internal static string? KeywordOf(string argument, out string value)
    {
        int end = 0;
        while (end < argument.Length
            && (char.IsAsciiLetterOrDigit(argument[end]) || argument[end] is '_' or '.' or ':' or '?' or '!'))
        {
            end++;
        }

        bool found = end > 0 && (end == argument.Length || char.IsWhiteSpace(argument[end]));
        value = found ? argument[end..].TrimStart() : "";
        return found ? argument[..end] : null;
    }

    /// <summary>A text as it stands between double quotes.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char at in text)
        {
            _ = at switch
            {
                '\\' or '"' or '$' => escaped.Append('\\').Append(at),
                '\t' => escaped.Append("\\t"),
                '\r' => escaped.Append("\\r"),
                '\n' => escaped.Append("\\n"),
                < ' ' or >= '\x7f' => escaped.Append(
                    CultureInfo.InvariantCulture, $"\\{(at >> 6) & 3}{(at >> 3) & 7}{at & 7}"),
                _ => escaped.Append(at),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Whether a comment begins at a place that is not quoted.</summary>
    internal static bool IsComment(string text, int at) =>
        text[at] == '/' && at + 1 < text.Length && text[at + 1] is '/' or '*';

    /// <summary>
    /// The end of the quoted string, comment, hex bytes or character that starts at a place.
    /// </summary>
    internal static int PieceEnd(string text, int start, out bool comment)
    {
        comment = IsComment(text, start);
        if (comment)
        {
            return CommentEnd(text, start);
        }

        switch (text[start])
        {
            case '\'':
                int close = text.IndexOf('\'', start + 1);
                return close < 0 ? text.Length : close + 1;
            case '"':
                return QuoteEnd(text, start);
            case '\\' when start + 1 < text.Length && text[start + 1] == '<':
                return HexEnd(text, start);
            default:
                return start + 1;
        }
    }

    // One argument from a place on: comments gone with the blanks around them, one blank instead.
    private static string Collapse(string text, ref int at, bool stopAtComma)
    {
        at = SkipBlanks(text, at);
        int left = at;
        int right = at;
        bool closed = false;
        StringBuilder? joined = null;
        while (at < text.Length && !(stopAtComma && text[at] == ','))
        {
            int start = at;
            at = PieceEnd(text, at, out bool comment);
            if (comment)
            {
                closed = true;
            }
            else if (!char.IsWhiteSpace(text[start]))
            {
                if (closed)
                {
                    (joined ??= new StringBuilder()).Append(text, left, right - left).Append(' ');
                    left = start;
                    closed = false;
                }

                right = at;
            }
        }

        return joined is null ? text[left..right] : joined.Append(text, left, right - left).ToString();
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length)
        {
            if (IsComment(text, at))
            {
                at = CommentEnd(text, at);
            }
            else if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && !IsComment(text, at) && !char.IsWhiteSpace(text[at]))
        {
            at = PieceEnd(text, at, out _);
        }

        return at;
    }

    private static int CommentEnd(string text, int start)
    {
        if (text[start + 1] == '*')
        {
            int close = text.IndexOf("*/", start + 2, StringComparison.Ordinal);
            return close < 0 ? text.Length : close + 2;
        }

        int end = text.AsSpan(start).IndexOfAny('\n', '\r');
        if (end < 0)
        {
            return text.Length;
        }

        end += start;
        return end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1);
    }

    private static int QuoteEnd(string text, int start)
    {
        int at = start + 1;
        while (at < text.Length && text[at] != '"')
        {
            at = text[at] != '\\' ? at + 1
                : at + 1 < text.Length && text[at + 1] == '<' ? HexEnd(text, at)
                : at + 2;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int HexEnd(string text, int start)
    {
        int at = start + 2;
        while (at < text.Length && text[at] != '>')
        {
            at = IsComment(text, at) ? CommentEnd(text, at) : at + 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    // What stands behind a backslash; returns where the text goes on.
    private static int AppendEscaped(StringBuilder value, string text, int at)
    {
        switch (text[at])
        {
            case '\r':
                return at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1;
            case '\n':
                return at + 1;
            case '<':
                return AppendHex(value, text, at - 1);
            case 'x':
                return AppendNumber(value, text, at + 1, radix: 16, int.MaxValue);
            case >= '0' and <= '7':
                return AppendNumber(value, text, at, radix: 8, maximumDigits: 3);
            default:
                value.Append(Escaped(text[at]));
                return at + 1;
        }
    }

    private static char Escaped(char code) => code switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        _ => code,
    };

    private static int AppendNumber(StringBuilder value, string text, int at, int radix, int maximumDigits)
    {
        int number = 0;
        for (int count = 0; at < text.Length && count < maximumDigits && Digit(text[at]) < radix; count++)
        {
            number = ((number * radix) + Digit(text[at++])) & 0xff;
        }

        value.Append((char)number);
        return at;
    }

    private static int AppendHex(StringBuilder value, string text, int start)
    {
        int end = HexEnd(text, start);
        int high = -1;
        for (int at = start + 2; at < end; at++)
        {
            if (IsComment(text, at))
            {
                at = CommentEnd(text, at) - 1;
                continue;
            }

            int digit = Digit(text[at]);
            if (digit >= 16)
            {
                continue;
            }

            if (high >= 0)
            {
                value.Append((char)((high * 16) + digit));
            }

            high = high < 0 ? digit : -1;
        }

        return end;
    }

    private static int Digit(char at) => char.IsAsciiHexDigit(at) ? Convert.ToInt32(at.ToString(), 16) : 99;
}
