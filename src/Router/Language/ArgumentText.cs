using System.Text;

namespace Xia.Router.Language;

/// <summary>The rules of configuration strings: quoting, comments, commas and words.</summary>
public static class ArgumentText
{
    /// <summary>
    /// Splits at commas outside quotes and parentheses; comments become blanks, an empty last one is dropped.
    /// </summary>
    public static List<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var arguments = new List<string>();
        var argument = new StringBuilder();
        int depth = 0;
        for (int at = 0; at < text.Length;)
        {
            int end = PieceEnd(text, at, out bool comment);
            if (comment)
            {
                argument.Append(' ');
            }
            else if (text[at] == ',' && depth == 0)
            {
                arguments.Add(argument.ToString().Trim());
                argument.Clear();
            }
            else
            {
                depth += text[at] switch { '(' or '{' => 1, ')' or '}' when depth > 0 => -1, _ => 0 };
                argument.Append(text, at, end - at);
            }

            at = end;
        }

        string last = argument.ToString().Trim();
        if (last.Length > 0)
        {
            arguments.Add(last);
        }

        return arguments;
    }

    /// <summary>The text with each comment outside quotes turned into a blank.</summary>
    public static string Uncomment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            int end = PieceEnd(text, at, out bool comment);
            kept.Append(comment ? " " : text.AsSpan(at, end - at));
            at = end;
        }

        return kept.ToString();
    }

    /// <summary>Splits at blanks outside quotes.</summary>
    public static List<string> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        int start = -1;
        for (int at = 0; at < text.Length;)
        {
            int end = PieceEnd(text, at, out bool comment);
            bool blank = comment || char.IsWhiteSpace(text[at]);
            if (blank && start >= 0)
            {
                words.Add(text[start..at]);
                start = -1;
            }
            else if (!blank && start < 0)
            {
                start = at;
            }

            at = end;
        }

        if (start >= 0)
        {
            words.Add(text[start..]);
        }

        return words;
    }

    /// <summary>
    /// The value of a text: quotes off, escapes resolved, pieces joined. Bytes are characters 0 to 255.
    /// </summary>
    public static string Unquote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var value = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            int end = PieceEnd(text, at, out bool comment);
            ReadOnlySpan<char> piece = text.AsSpan(at, end - at);
            if (comment)
            {
                value.Append(' ');
            }
            else if (piece.Length >= 2 && piece[0] == '\'' && piece[^1] == '\'')
            {
                value.Append(piece[1..^1]);
            }
            else if (piece.Length >= 2 && piece[0] == '"' && piece[^1] == '"')
            {
                AppendEscaped(value, piece[1..^1]);
            }
            else if (piece.StartsWith("\\<"))
            {
                AppendHex(value, piece[2..]);
            }
            else
            {
                value.Append(piece);
            }

            at = end;
        }

        return value.ToString();
    }

    /// <summary>
    /// Whether a text is an identifier or path that needs no quotes, else the text in quotes.
    /// </summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool plain = text.Length > 0 && text.All(at =>
            char.IsAsciiLetterOrDigit(at) || at is '_' or '@' or '/' or '.' or ':' or '-' or '+');
        return plain
            ? text
            : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("$", "\\$", StringComparison.Ordinal) + "\"";
    }

    /// <summary>
    /// The end of the quoted string, comment, hex bytes or character that starts at a place.
    /// </summary>
    internal static int PieceEnd(string text, int start, out bool comment)
    {
        comment = false;
        char at = text[start];
        char next = start + 1 < text.Length ? text[start + 1] : '\0';
        if (at == '\'')
        {
            int close = text.IndexOf('\'', start + 1);
            return close < 0 ? text.Length : close + 1;
        }

        if (at == '"')
        {
            int end = start + 1;
            while (end < text.Length && text[end] != '"')
            {
                end += text[end] == '\\' ? 2 : 1;
            }

            return Math.Min(end + 1, text.Length);
        }

        if (at == '\\' && next == '<')
        {
            int close = text.IndexOf('>', start);
            return close < 0 ? text.Length : close + 1;
        }

        if (at == '/' && next is '/' or '*')
        {
            comment = true;
            int close = next == '/'
                ? text.IndexOf('\n', start)
                : text.IndexOf("*/", start + 2, StringComparison.Ordinal);
            return close < 0 ? text.Length : next == '/' ? close : close + 2;
        }

        return start + 1;
    }

    private static void AppendEscaped(StringBuilder value, ReadOnlySpan<char> text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                value.Append(text[at]);
                continue;
            }

            at++;
            switch (text[at])
            {
                case '\n':
                    break;
                case '<':
                    int close = text[at..].IndexOf('>');
                    close = close < 0 ? text.Length : at + close;
                    AppendHex(value, text[(at + 1)..close]);
                    at = close;
                    break;
                case 'x':
                    at += AppendNumber(value, text[(at + 1)..], 16, int.MaxValue);
                    break;
                case >= '0' and <= '7':
                    at += AppendNumber(value, text[at..], 8, 3) - 1;
                    break;
                default:
                    value.Append(Escape(text[at]));
                    break;
            }
        }
    }

    private static char Escape(char code) => code switch
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

    private static int AppendNumber(
        StringBuilder value, ReadOnlySpan<char> text, int radix, int maximumDigits)
    {
        int number = 0;
        int count = 0;
        while (count < text.Length && count < maximumDigits && Digit(text[count]) < radix)
        {
            number = ((number * radix) + Digit(text[count])) & 0xff;
            count++;
        }

        if (count > 0)
        {
            value.Append((char)number);
        }

        return count;
    }

    private static void AppendHex(StringBuilder value, ReadOnlySpan<char> text)
    {
        int high = -1;
        foreach (char at in text)
        {
            int digit = Digit(at);
            if (digit >= 16)
            {
                continue;
            }

            if (high < 0)
            {
                high = digit;
            }
            else
            {
                value.Append((char)((high * 16) + digit));
                high = -1;
            }
        }
    }

    private static int Digit(char at) => char.IsAsciiHexDigit(at) ? Convert.ToInt32(at.ToString(), 16) : 99;
}
