using Xia.Internet.Wire;
using Xia.Router.Language;

namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Reads the terms of a pattern: qualifiers, mask, operator, value.</summary>
internal sealed class PatternTermReader(PatternCursor cursor, PatternNames names, PatternReport report)
{
    private readonly PatternCursor _cursor = cursor;
    private readonly PatternNames _names = names;
    private readonly PatternReport _report = report;
    private PatternTerm _previous = new();

    /// <summary>Reads a term; null when there is none, or it means nothing.</summary>
    /// <param name="isNegated">Changes when <c>not</c> stands among the words.</param>
    public Condition? Read(ref bool isNegated)
    {
        int start = _cursor.At;
        var term = new PatternTerm();
        ParseQualifiers(term, ref isNegated);
        if (_cursor.At != start)
        {
            _previous = new PatternTerm();
        }

        if (_previous.Data.Kind == PatternKind.Ethernet)
        {
            term.Header = 'e';
        }

        if (_cursor.HasTwo && _cursor.Word == "[" && _cursor.At > start && term.Type.Kind == PatternKind.None)
        {
            ParseBrackets(term);
        }

        ParseMask(term);
        ParseOperator(term);
        ParseData(term);
        if (_cursor.At == start)
        {
            _report.Error($"empty term near '{_cursor.Word}'");
            return null;
        }

        if (!new PatternTermSettler(term, _report).Settle(_previous))
        {
            return null;
        }

        _previous = term;
        return PatternCompiler.Compile(term);
    }

    private void ParseQualifiers(PatternTerm term, ref bool isNegated)
    {
        for (; _cursor.HasWord; _cursor.At++)
        {
            string word = _cursor.Word;
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
        if (_cursor.Word != "src")
        {
            term.SetEnds(PatternEnds.Destination, _report);
            return;
        }

        bool isPair = _cursor.Peek(2) is "dst" or "dest" && _cursor.Peek(1) is "and" or "&&" or "or" or "||";
        if (!isPair)
        {
            term.SetEnds(PatternEnds.Source, _report);
            return;
        }

        term.SetEnds(_cursor.Peek(1) is "and" or "&&" ? PatternEnds.Both : PatternEnds.Either, _report);
        _cursor.At += 2;
    }

    // [POS], [POS:LENGTH] or [FIRST,LAST], in bytes.
    private void ParseBrackets(PatternTerm term)
    {
        int close = _cursor.Find("]", _cursor.At + 1);
        if (close < 0)
        {
            _report.Error("missing ']'");
            _cursor.At++;
            return;
        }

        string place = _cursor.Joined(_cursor.At + 1, close - _cursor.At - 1);
        _cursor.At = close + 1;
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
        if (!_cursor.HasTwo || _cursor.Word != "&")
        {
            return;
        }

        string word = _cursor.Peek(1);
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

        _cursor.At += 2;
        if (term.MaskKind != PatternKind.Ethernet && term.GivenMask == 0)
        {
            _report.Error("zero mask ignored");
            term.MaskKind = PatternKind.None;
        }
    }

    private void ParseOperator(PatternTerm term)
    {
        if (!_cursor.HasTwo)
        {
            return;
        }

        (PatternOperator Operator, bool IsNegated)? read = _cursor.Word switch
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
            _cursor.At++;
        }
    }

    private void ParseData(PatternTerm term)
    {
        if (!_cursor.HasWord)
        {
            return;
        }

        string word = _cursor.Word;
        List<PatternMeaning> meanings = PatternNames.TryType(word, out _) ? [] : _names.MeaningsOf(word);
        if (meanings.Count > 0)
        {
            _cursor.At++;
            TakeMeaning(term, word, meanings);
        }
        else if (TryNumber(word, out long number))
        {
            _cursor.At++;
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
            _cursor.At++;
            term.Value = address.Value;
            term.Data = new PatternType(PatternKind.Host);
            if (_cursor.HasTwo && _cursor.Word == "mask"
                && ArgumentTypes.IpAddress(_names.Element)(_cursor.Peek(1), out IpAddress mask, out _))
            {
                _cursor.At += 2;
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

        _cursor.At++;
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

        _cursor.At++;
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
