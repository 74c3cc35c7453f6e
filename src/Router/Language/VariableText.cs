using System.Text;

namespace Xia.Router.Language;

/// <summary>
/// Replaces <c>$x</c>, <c>${x}</c>, <c>${x-default}</c> and <c>${x[2]}</c> outside single quotes.
/// </summary>
internal static class VariableText
{
    private const int MaximumLength = 1 << 20;

    /// <summary>The text with every known variable replaced; unknown names stay as they are.</summary>
    public static string Substitute(string text, Func<string, string?> lookup)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        bool quoted = false;
        for (int at = 0; at < text.Length && result.Length < MaximumLength;)
        {
            char here = text[at];
            int end = at + 1;
            if (here == '"')
            {
                quoted = !quoted;
            }
            else if (here == '\\' && quoted)
            {
                end = Math.Min(at + 2, text.Length);
            }
            else if (!quoted && (here == '\'' || here == '/'))
            {
                end = ArgumentText.PieceEnd(text, at, out _);
            }
            else if (here == '$' && Replace(text, at, lookup, quoted, result) is int next and > 0)
            {
                at = next;
                continue;
            }

            result.Append(text, at, end - at);
            at = end;
        }

        return result.ToString();
    }

    // Returns where the text goes on, or 0 when nothing was replaced.
    private static int Replace(
        string text, int start, Func<string, string?> lookup, bool quoted, StringBuilder result)
    {
        bool braced = start + 1 < text.Length && text[start + 1] == '{';
        int nameStart = start + (braced ? 2 : 1);
        int nameEnd = nameStart;
        while (nameEnd < text.Length && (char.IsAsciiLetterOrDigit(text[nameEnd]) || text[nameEnd] == '_'))
        {
            nameEnd++;
        }

        if (nameEnd == nameStart)
        {
            return 0;
        }

        string name = text[nameStart..nameEnd];
        string? value = lookup(name);
        int end = nameEnd;
        if (braced)
        {
            int close = text.IndexOf('}', nameEnd);
            if (close < 0)
            {
                return 0;
            }

            end = close + 1;
            string rest = text[nameEnd..close];
            if (rest.StartsWith('-'))
            {
                value ??= rest[1..];
            }
            else if (rest.Length > 2 && rest[0] == '[' && rest[^1] == ']'
                && int.TryParse(rest[1..^1], out int index) && value is not null)
            {
                List<string> words = ArgumentText.Words(value);
                value = index >= 0 && index < words.Count ? words[index] : "";
            }
            else if (rest.Length > 0)
            {
                return 0;
            }
        }

        if (value is null)
        {
            return 0;
        }

        result.Append(quoted ? Escaped(value) : value);
        return end;
    }

    // Inside double quotes a value stands for its own characters.
    private static string Escaped(string value) => ArgumentText.Unquote(value)
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal);
}
