namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Reads the expression of a pattern.</summary>
/// <remarks>
/// <code>
/// expression := any [ "?" expression ":" expression ]
/// any        := all { ("or" | "||") all }
/// all        := factor { [ "and" | "&amp;&amp;" ] factor }
/// factor     := ("not" | "!") factor | "(" expression ")" | "true" | "false" | term
/// </code>
/// A wrong expression is reported, and reading goes on as far as it makes sense.
/// </remarks>
internal sealed class PatternParser
{
    private const int MaximumDepth = 500;

    private readonly PatternCursor _cursor;
    private readonly PatternReport _report;
    private readonly PatternTermReader _terms;
    private int _depth;

    private PatternParser(PatternCursor cursor, PatternNames names, PatternReport report)
    {
        _cursor = cursor;
        _report = report;
        _terms = new PatternTermReader(cursor, names, report);
    }

    /// <summary>Reads all words from one on.</summary>
    public static Condition Parse(
        IReadOnlyList<string> words, int start, PatternNames names, PatternReport report)
    {
        var cursor = new PatternCursor(words, start);
        Condition condition = new PatternParser(cursor, names, report).ParseExpression();
        if (cursor.HasWord)
        {
            report.Error($"garbage after expression at '{cursor.Word}'");
        }

        return condition;
    }

    private Condition ParseExpression()
    {
        if (_depth >= MaximumDepth)
        {
            _report.Error("expression nested too deeply");
            _cursor.At = _cursor.Count;
            return new Condition.Always(false);
        }

        _depth++;
        Condition condition = ParseAny();
        if (_cursor.Word == "?")
        {
            int start = ++_cursor.At;
            Condition then = ParseExpression();
            if (_cursor.At == start || _cursor.Word != ":")
            {
                _report.Error("missing ':' in ternary expression");
            }
            else
            {
                _cursor.At++;
                condition = new Condition.Choice(condition, then, ParseExpression());
            }
        }

        _depth--;
        return condition;
    }

    private Condition ParseAny()
    {
        var parts = new List<Condition> { ParseAll() };
        while (_cursor.Word is "or" or "||")
        {
            _cursor.At++;
            parts.Add(ParseAll());
        }

        return parts.Count == 1 ? parts[0] : new Condition.Any(parts);
    }

    private Condition ParseAll()
    {
        var parts = new List<Condition>();
        bool isExpected = true;
        while (true)
        {
            int start = _cursor.At;
            if (ParseFactor() is { } part)
            {
                parts.Add(part);
            }

            if (_cursor.At == start)
            {
                break;
            }

            isExpected = _cursor.Word is "and" or "&&";
            _cursor.At += isExpected ? 1 : 0;
        }

        if (isExpected)
        {
            _report.Error("missing expression");
        }

        return parts.Count == 1 ? parts[0] : new Condition.All(parts);
    }

    private Condition? ParseFactor()
    {
        bool isNegated = false;
        int negations = _cursor.At;
        while (_cursor.Word is "not" or "!")
        {
            isNegated = !isNegated;
            _cursor.At++;
        }

        int start = _cursor.At;
        Condition? condition = _cursor.Word == "(" ? ParseParentheses() : ParseTest(ref isNegated);
        if (_cursor.At == start && _cursor.At > negations)
        {
            _report.Error($"missing expression after '{_cursor.Peek(-1)}'");
        }

        return condition is not null && isNegated ? new Condition.Not(condition) : condition;
    }

    private Condition ParseParentheses()
    {
        int start = ++_cursor.At;
        Condition condition = ParseExpression();
        if (_cursor.At == start)
        {
            _report.Error("missing expression after '('");
        }

        if (_cursor.Word == ")")
        {
            _cursor.At++;
        }
        else if (_cursor.At != start)
        {
            _report.Error("missing ')'");
        }

        return condition;
    }

    private Condition? ParseTest(ref bool isNegated)
    {
        switch (_cursor.Word)
        {
            case "" or ")" or "||" or "or" or "?" or ":":
                return null;
            case "true":
                _cursor.At++;
                return new Condition.Always(true);
            case "false":
                _cursor.At++;
                return new Condition.Always(false);
            default:
                return _terms.Read(ref isNegated);
        }
    }
}
