using Xia.Internet.Wire;
using Xia.Router.Language;

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

    private readonly IReadOnlyList<string> _words;
    private readonly PatternNames _names;
    private readonly PatternReport _report;
    private PatternTerm _previous = new();
    private int _at;
    private int _depth;

    private PatternParser(IReadOnlyList<string> words, int start, PatternNames names, PatternReport report)
    {
        _words = words;
        _at = start;
        _names = names;
        _report = report;
    }

    /// <summary>Reads all words from one on.</summary>
    public static Condition Parse(
        IReadOnlyList<string> words, int start, PatternNames names, PatternReport report)
    {
        var parser = new PatternParser(words, start, names, report);
        Condition condition = parser.ParseExpression();
        if (parser._at < words.Count)
        {
            report.Error($"garbage after expression at '{words[parser._at]}'");
        }

        return condition;
    }

    private string WordAt(int index) => index < _words.Count ? _words[index] : "";

    private bool NextIs(string word) => WordAt(_at) == word;

    private Condition ParseExpression()
    {
        if (_depth >= MaximumDepth)
        {
            _report.Error("expression nested too deeply");
            _at = _words.Count;
            return new Condition.Always(false);
        }

        _depth++;
        Condition condition = ParseAny();
        if (NextIs("?"))
        {
            int start = ++_at;
            Condition then = ParseExpression();
            if (_at == start || !NextIs(":"))
            {
                _report.Error("missing ':' in ternary expression");
            }
            else
            {
                _at++;
                condition = new Condition.Choice(condition, then, ParseExpression());
            }
        }

        _depth--;
        return condition;
    }

    private Condition ParseAny()
    {
        var parts = new List<Condition> { ParseAll() };
        while (WordAt(_at) is "or" or "||")
        {
            _at++;
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
            int start = _at;
            if (ParseFactor() is { } part)
            {
                parts.Add(part);
            }

            if (_at == start)
            {
                break;
            }

            isExpected = WordAt(_at) is "and" or "&&";
            _at += isExpected ? 1 : 0;
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
        int negations = _at;
        while (WordAt(_at) is "not" or "!")
        {
            isNegated = !isNegated;
            _at++;
        }

        int start = _at;
        Condition? condition = NextIs("(") ? ParseParentheses() : ParseTest(ref isNegated);
        if (_at == start && _at > negations)
        {
            _report.Error($"missing expression after '{_words[_at - 1]}'");
        }

        return condition is not null && isNegated ? new Condition.Not(condition) : condition;
    }

    private Condition ParseParentheses()
    {
        int start = ++_at;
        Condition condition = ParseExpression();
        if (_at == start)
        {
            _report.Error("missing expression after '('");
        }

        if (NextIs(")"))
        {
            _at++;
        }
        else if (_at != start)
        {
            _report.Error("missing ')'");
        }

        return condition;
    }

    private Condition? ParseTest(ref bool isNegated)
    {
        switch (WordAt(_at))
        {
            case "" or ")" or "||" or "or" or "?" or ":":
                return null;
            case "true":
                _at++;
                return new Condition.Always(true);
            case "false":
                _at++;
                return new Condition.Always(false);
            default:
                return ParseTerm(ref isNegated);
        }
    }

    private Condition? ParseTerm(ref bool isNegated)
    {
        int start = _at;
        var term = new PatternTerm();
        ParseQualifiers(term, ref isNegated);
        if (_at != start)
        {
            _previous = new PatternTerm();
        }

        if (_previous.Data.Kind == PatternKind.Ethernet)
        {
            term.Header = 'e';
        }

        if (_at < _words.Count - 1 && NextIs("[") && _at > start && term.Type.Kind == PatternKind.None)
        {
            ParseBrackets(term);
        }

        ParseMask(term);
        ParseOperator(term);
        ParseData(term);
        if (_at == start)
        {
            _report.Error($"empty term near '{WordAt(_at)}'");
            return null;
        }

        if (!term.Settle(_previous, _report))
        {
            return null;
        }

        _previous = term;
        return PatternCompiler.Compile(term);
    }

    private void ParseQualifiers(PatternTerm term, ref bool isNegated)
    {
        for (; _at < _words.Count; _at++)
        {
            string word = _words[_at];
            if (PatternNames.TryType(word, out PatternType type))
            {
                term.SetType(type, _report);
                if (type.Kind == PatternKind.Field && type.Protocol != 0)
                {
                    term.SetTransport(type.Protocol, _report);
                }
            }
            else if (_names.MeaningsOf(word) is { Count: > 0 } meanings)
            {
                if (meanings is not [{ Type.Kind: PatternKind.Protocol } protocol])
                {
                    return;
                }

                term.SetTransport((int)protocol.Value, _report);
            }
            else if (word is "src" or "dst" or "dest")
            {
                ParseEnds(term);
            }
            else if (word is "ip" or "ether" && term.Header == '\0')
            {
                term.Header = word[0];
            }
            else if (word is "not" or "!")
            {
                isNegated = !isNegated;
            }
            else
            {
                return;
            }
        }
    }

    private void ParseEnds(PatternTerm term)
    {
        if (_words[_at] != "src")
        {
            term.SetEnds(PatternEnds.Destination, _report);
            return;
        }

        bool isPair = WordAt(_at + 2) is "dst" or "dest" && WordAt(_at + 1) is "and" or "&&" or "or" or "||";
        if (!isPair)
        {
            term.SetEnds(PatternEnds.Source, _report);
            return;
        }

        term.SetEnds(WordAt(_at + 1) is "and" or "&&" ? PatternEnds.Both : PatternEnds.Either, _report);
        _at += 2;
    }

    // [POS], [POS:LENGTH] or [FIRST,LAST], in bytes.
    private void ParseBrackets(PatternTerm term)
    {
        int close = _at + 1;
        while (close < _words.Count && _words[close] != "]")
        {
            close++;
        }

        if (close == _words.Count)
        {
            _report.Error("missing ']'");
            _at++;
            return;
        }

        string place = string.Concat(_words.Skip(_at + 1).Take(close - _at - 1));
        _at = close + 1;
        int separator = place.IndexOfAny([':', ',']);
        string first = separator < 0 ? place : place[..separator];
        long second = 1;
        if (!TryNumber(first, out long position)
            || (separator >= 0 && !TryNumber(place[(separator + 1)..], out second)))
        {
            _report.Error("syntax error after '[', expected '[POS]' or '[POS:LEN]'");
            return;
        }

        long length = separator >= 0 && place[separator] == ',' ? second - position + 1 : second;
        if (length is < 1 or > sizeof(uint))
        {
            _report.Error("LEN in '[POS:LEN]' out of range, should be between 1 and 4");
        }
        else if (position < 0 || position > ushort.MaxValue / 8
            || position / sizeof(uint) != (position + length - 1) / sizeof(uint))
        {
            _report.Error($"field [{position}:{length}] does not fit in a single word");
        }
        else
        {
            int protocol = term.Transport == PatternProtocols.Unknown ? 0 : term.Transport;
            term.SetType(PatternType.Field(protocol, (int)position * 8, (int)length * 8), _report);
        }
    }

    private void ParseMask(PatternTerm term)
    {
        if (_at >= _words.Count - 1 || !NextIs("&"))
        {
            return;
        }

        string word = _words[_at + 1];
        if (TryNumber(word, out long number))
        {
            (term.MaskKind, term.GivenMask) = (PatternKind.Number, (uint)number);
        }
        else if (term.Header != 'e'
            && ArgumentTypes.IpAddress(_names.Element)(word, out IpAddress address, out _))
        {
            (term.MaskKind, term.GivenMask) = (PatternKind.Host, address.Value);
        }
        else if (term.Header != 'i' && TryEthernet(word, out ulong ethernet))
        {
            (term.MaskKind, term.EthernetMask) = (PatternKind.Ethernet, ethernet);
        }
        else
        {
            return;
        }

        _at += 2;
        if (term.MaskKind != PatternKind.Ethernet && term.GivenMask == 0)
        {
            _report.Error("zero mask ignored");
            term.MaskKind = PatternKind.None;
        }
    }

    private void ParseOperator(PatternTerm term)
    {
        if (_at >= _words.Count - 1)
        {
            return;
        }

        (PatternOperator Operator, bool IsNegated)? read = _words[_at] switch
        {
            "=" or "==" => (PatternOperator.Equal, false),
            "!=" => (PatternOperator.Equal, true),
            ">" => (PatternOperator.Greater, false),
            "<=" => (PatternOperator.Greater, true),
            "<" => (PatternOperator.Less, false),
            ">=" => (PatternOperator.Less, true),
            _ => null,
        };
        if (read is { } found)
        {
            (term.Operator, term.IsNegated) = found;
            _at++;
        }
    }

    private void ParseData(PatternTerm term)
    {
        if (_at >= _words.Count)
        {
            return;
        }

        string word = _words[_at];
        List<PatternMeaning> meanings = PatternNames.TryType(word, out _) ? [] : _names.MeaningsOf(word);
        if (meanings.Count > 0)
        {
            _at++;
            TakeMeaning(term, word, meanings);
        }
        else if (TryNumber(word, out long number))
        {
            _at++;
            (term.Data, term.Value) = (new PatternType(PatternKind.Number), (uint)number);
        }
        else if ((term.Header != 'e' && ParseAddress(term, word))
            || (term.Header != 'i' && ParseEthernet(term, word)))
        {
            // The value is read.
        }
        else if (term.Operator != PatternOperator.Equal || term.IsNegated)
        {
            _report.Error($"dangling operator near '{word}'");
        }
    }

    private void TakeMeaning(PatternTerm term, string word, List<PatternMeaning> meanings)
    {
        List<PatternMeaning> fitting = meanings.FindAll(one => one.Fits(term.Type, term.Transport));

        // A name that is the same port under TCP and UDP is one meaning.
        int distinct = fitting.Select(one => (one.Type, one.Value)).Distinct().Count();
        if (distinct == 1)
        {
            (term.Data, term.Value) = (fitting[0].Type, fitting[0].Value);
            return;
        }

        string transport = PatternProtocols.TextOf(term.Transport);
        string choices = string.Join(", ", meanings.Select(one => $"'{one.Type} {transport} {word}'"));
        _report.Error($"'{term.Type} {transport} {word}' is "
            + $"{(distinct > 1 ? "ambiguous" : "meaningless")}; try {choices}");
        term.IsBroken = true;
    }

    private bool ParseAddress(PatternTerm term, string word)
    {
        if (ArgumentTypes.IpAddress(_names.Element)(word, out IpAddress address, out _))
        {
            _at++;
            term.Value = address.Value;
            term.Data = new PatternType(PatternKind.Host);
            if (_at < _words.Count - 1 && NextIs("mask")
                && ArgumentTypes.IpAddress(_names.Element)(_words[_at + 1], out IpAddress mask, out _))
            {
                _at += 2;
                term.Mask = mask.Value;
                term.Data = new PatternType(PatternKind.Network);
            }
            else if (term.Type.Kind == PatternKind.Network)
            {
                ParseNetwork(term, word);
            }

            return true;
        }

        if (!ParseNetwork(term, word))
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool ParseNetwork(PatternTerm term, string word)
    {
        if (!ArgumentTypes.IpNetwork(_names.Element, allowAddress: false)(
            word, out (IpAddress Address, uint Mask) network, out _))
        {
            return false;
        }

        (term.Value, term.Mask) = (network.Address.Value, network.Mask);
        term.Data = new PatternType(PatternKind.Network);
        return true;
    }

    private bool ParseEthernet(PatternTerm term, string word)
    {
        if (!TryEthernet(word, out ulong address))
        {
            return false;
        }

        _at++;
        term.EthernetValue = address;
        term.Data = new PatternType(PatternKind.Ethernet);
        return true;
    }

    private bool TryEthernet(string word, out ulong address)
    {
        bool read = ArgumentTypes.MacAddress(_names.Element)(word, out MacAddress mac, out _);
        address = read ? mac.Value : 0;
        return read;
    }

    private static bool TryNumber(string word, out long number) =>
        ArgumentTypes.Int64(int.MinValue, uint.MaxValue)(word, out number, out _);
}
