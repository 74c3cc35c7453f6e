using System.Text;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>
/// Replaces <c>$x</c>, <c>${x}</c>, <c>${x-default}</c> and <c>$(handler …)</c> in a script's texts.
/// </summary>
/// <remarks>
/// Nothing is replaced inside single quotes; inside double quotes a value is escaped so that it stands for
/// itself. Unknown names stay as they are.
/// </remarks>
/// <param name="lookup">The value of a variable, or null.</param>
/// <param name="call">The value of a handler call, or null when there is no such handler.</param>
internal sealed class ScriptText(Func<string, string?> lookup, Func<string, string?> call)
{
    private const int MaximumDepth = 64;
    private const int MaximumLength = 1 << 24;

    private int _depth;

    /// <summary>The text with all that is known replaced.</summary>
    public string Expand(string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal) || _depth == MaximumDepth)
        {
            return text;
        }

        _depth++;
        var result = new StringBuilder(text.Length);
        bool quoted = false;
        for (int at = 0; at < text.Length && result.Length < MaximumLength;)
        {
            int end = at + 1;
            if (text[at] == '"')
            {
                quoted = !quoted;
            }
            else if (text[at] == '\\' && quoted)
            {
                end = Math.Min(at + 2, text.Length);
            }
            else if (text[at] == '\'' && !quoted)
            {
                end = ArgumentText.PieceEnd(text, at, out _);
            }
            else if (text[at] == '$' && Value(text, at, out end) is { } value)
            {
                result.Append(quoted ? Escaped(value) : value);
                at = end;
                continue;
            }

            end = Math.Max(end, at + 1);
            result.Append(text, at, end - at);
            at = end;
        }

        _depth--;
        return result.ToString();
    }

    /// <summary>
    /// The text without its quotes; unlike in an argument, blanks stay, for they may be a handler's value.
    /// </summary>
    public static string Unquote(string text)
    {
        if (text.AsSpan().IndexOfAny('\'', '"', '\\') < 0)
        {
            return text;
        }

        var value = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            bool isQuoted = text[at] is '\'' or '"'
                || (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '<');
            int end = isQuoted ? ArgumentText.PieceEnd(text, at, out _) : at + 1;
            value.Append(isQuoted ? ArgumentText.Unquote(text[at..end]) : text[at..end]);
            at = end;
        }

        return value.ToString();
    }

    /// <summary>Where the parenthesis that opens at a place closes; -1 when it does not.</summary>
    public static int CallEnd(string text, int open)
    {
        int depth = 0;
        for (int at = open; at < text.Length;)
        {
            if (text[at] is '(' or ')')
            {
                depth += text[at] == '(' ? 1 : -1;
                if (depth == 0)
                {
                    return at;
                }
            }

            at = text[at] is '\'' or '"' ? ArgumentText.PieceEnd(text, at, out _) : at + 1;
        }

        return -1;
    }

    private static string Escaped(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("$", "\\$", StringComparison.Ordinal);

    // The value of what starts with the dollar at a place, and where the text goes on behind it.
    private string? Value(string text, int dollar, out int end)
    {
        end = dollar + 1;
        if (end == text.Length)
        {
            return null;
        }

        switch (text[end])
        {
            case '(':
                int close = CallEnd(text, end);
                if (close < 0)
                {
                    return null;
                }

                string inner = text[(end + 1)..close];
                end = close + 1;
                return call(Expand(inner));
            case '{':
                return Braced(text, ref end);
            case '$' or '?' or '#':
                end++;
                return lookup(text[(end - 1)..end]);
            default:
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                {
                    end++;
                }

                return end == dollar + 1 ? null : lookup(text[(dollar + 1)..end]);
        }
    }

    private string? Braced(string text, ref int end)
    {
        int close = text.IndexOf('}', end);
        if (close < 0)
        {
            return null;
        }

        string inside = text[(end + 1)..close];
        end = close + 1;
        int nameEnd = inside.AsSpan().IndexOfAny('-', '[');
        string name = nameEnd < 0 ? inside : inside[..nameEnd];
        string? value = lookup(name);
        if (nameEnd >= 0 && inside[nameEnd] == '-')
        {
            return value ?? inside[(nameEnd + 1)..];
        }

        if (nameEnd >= 0 && value is not null && inside[^1] == ']'
            && int.TryParse(inside.AsSpan(nameEnd + 1, inside.Length - nameEnd - 2), out int index))
        {
            List<string> words = ArgumentText.Words(value);
            return index >= 0 && index < words.Count ? words[index] : "";
        }

        return nameEnd < 0 ? value : null;
    }
}
