using System.Text;
using Xia.Router.Language.Arguments;
using Xia.Router.Language.Elaboration;

namespace Xia.Router.Language;

/// <summary>
/// Replaces <c>$x</c>, <c>${x}</c>, <c>${x-default}</c> and <c>${x[2]}</c> outside single quotes and
/// comments.
/// </summary>
/// <remarks>
/// Values are replaced in in turn, to a depth; what comes out is no longer than a limit, beyond which the
/// rest is cut off and <see cref="IsCut"/> says so.
/// </remarks>
internal sealed class VariableText(VariableScope scope, int maximumLength)
{
    private const int MaximumDepth = 10;

    private int _left = maximumLength;

    /// <summary>Whether a text became too long.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The text with every known variable replaced; unknown names stay as they are.</summary>
    public string Substitute(string text) => Substitute(text, depth: 0);

    private string Substitute(string text, int depth)
    {
        if (depth > MaximumDepth || !text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        char quote = '\0';
        int? kept = null;
        for (int at = 0; at < text.Length;)
        {
            char here = text[at];
            int end = at + 1;
            if (here == '\\' && quote == '"')
            {
                end = Math.Min(at + 2, text.Length);
            }
            else if (here is '\'' or '"')
            {
                quote = quote == '\0' ? here : quote == here ? '\0' : quote;
            }
            else if (quote == '\0' && ArgumentText.IsComment(text, at))
            {
                end = ArgumentText.PieceEnd(text, at, out _);
            }
            else if (here == '$' && quote != '\'')
            {
                end = VariableEnd(text, at);
                if (Find(text[(at + 1)..end], depth, out bool isStillText) is { } found)
                {
                    // A call that a script makes later is no value: it keeps its form, in quotes too.
                    Append(result, quote == '"' && !isStillText ? ArgumentText.Escape(found) : found);
                    kept = result.Length;
                    at = end;
                    continue;
                }
            }

            result.Append(text, at, end - at);
            at = end;
        }

        // As in Click, what begins with variables of which nothing is left stays as it is.
        return kept == 0 ? text : result.ToString();
    }

    private void Append(StringBuilder result, string value)
    {
        if (value.Length > _left)
        {
            IsCut = true;
            value = value[.._left];
        }

        _left -= value.Length;
        result.Append(value);
    }

    // Where what begins with a dollar sign ends; behind the sign if it is only that.
    private static int VariableEnd(string text, int start)
    {
        int at = start + 1;
        switch (at < text.Length ? text[at] : '\0')
        {
            case '{':
                int close = text.IndexOf('}', at);
                return close < 0 ? text.Length : close + 1;
            case '(':
                return ParenthesisEnd(text, at);
            case '?' or '#' or '$':
                return at + 1;
            default:
                return NameEnd(text, at);
        }
    }

    private static int ParenthesisEnd(string text, int at)
    {
        char quote = '\0';
        int depth = 0;
        for (; at < text.Length; at++)
        {
            char here = text[at];
            if (here is '\'' or '"' && (quote == '\0' || quote == here))
            {
                quote = quote == '\0' ? here : '\0';
            }
            else if (here == '\\' && quote != '\'')
            {
                at++;
            }
            else if (quote == '\0' && here is '(' or ')')
            {
                depth += here == '(' ? 1 : -1;
                if (depth == 0)
                {
                    return at + 1;
                }
            }
        }

        return text.Length;
    }

    // The value of what stands behind a dollar sign; null when it is no variable, or an unknown one.
    private string? Find(string text, int depth, out bool isStillText)
    {
        isStillText = false;
        if (text.Length == 0 || text[0] is not ('{' or '('))
        {
            return text.Length == 0 ? null : Lookup(text, depth);
        }

        if (text[^1] != (text[0] == '{' ? '}' : ')'))
        {
            return null;
        }

        string inner = text[1..^1];
        bool nested = inner.Contains('$', StringComparison.Ordinal);
        inner = nested ? Substitute(inner, depth + 1) : inner;
        if ((text[0] == '{' ? Braced(inner, depth) : Lookup(inner, depth)) is { } value)
        {
            return value;
        }

        isStillText = true;
        return nested ? $"${text[0]}{inner}{text[^1]}" : null;
    }

    private string? Braced(string text, int depth)
    {
        int start = SkipBlanks(text, 0);
        int end = NameEnd(text, start);
        string name = text[start..end];
        int at = SkipBlanks(text, end);
        int word = -1;
        if (at < text.Length && text[at] == '[' && text.IndexOf(']', at) is int close and > 0
            && NumberText.TryReadWhole(text[(at + 1)..close].TrimStart(), out Int128 number)
            && number >= 0 && number <= int.MaxValue)
        {
            word = (int)number;
            at = SkipBlanks(text, close + 1);
        }

        if (Lookup(name, depth) is not { } value)
        {
            return at < text.Length && text[at] == '-' ? Substitute(text[(at + 1)..], depth + 1) : null;
        }

        if (word < 0)
        {
            return value;
        }

        List<string> words = ArgumentText.Words(value);
        return word < words.Count ? words[word] : "";
    }

    private string? Lookup(string name, int depth) =>
        scope.Lookup(name) is { } value ? Substitute(value, depth + 1) : null;

    private static int NameEnd(string text, int at)
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return at;
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }
}
