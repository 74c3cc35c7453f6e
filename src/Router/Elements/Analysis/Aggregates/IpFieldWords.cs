using Xia.Router.Language;
using Xia.Router.Language.Names;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>The text of a field of a packet, taken apart from left to right.</summary>
internal sealed class IpFieldWords(string text)
{
    private int _at;

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipBlanks();
            return _at == text.Length;
        }
    }

    /// <summary>Takes the header's name; null when the text starts with something else.</summary>
    public IpFieldBase? TakeBase()
    {
        int start = _at;
        string word = TakeWord();
        switch (word)
        {
            case "ip":
                return TakeNumberedProtocol() ?? IpFieldBase.Ip;
            case "transp":
                return IpFieldBase.Transport;
            case "data" or "payload":
                return IpFieldBase.Payload;
            default:
                if (ProtocolNames.TryFind(word, out int number))
                {
                    return (IpFieldBase)number;
                }

                _at = start;
                return null;
        }
    }

    /// <summary>Takes the field's name; null when there is none.</summary>
    public string? TakeName() => TakeWord() is { Length: > 0 } word ? word : null;

    /// <summary>Takes <c>[bytes]</c> or <c>{bits}</c>; false when brackets hold something else.</summary>
    public bool TakePlace(out (int Offset, int Length)? place)
    {
        place = null;
        SkipBlanks();
        if (_at == text.Length || text[_at] is not ('[' or '{'))
        {
            return true;
        }

        int unit = text[_at] == '[' ? 8 : 1;
        int close = text.IndexOf(unit == 8 ? ']' : '}', _at);
        if (close < 0)
        {
            return false;
        }

        string inside = text[(_at + 1)..close];
        _at = close + 1;
        int separator = inside.IndexOfAny([':', '-', ',']);
        ArgumentParser<int> number = ArgumentTypes.Int32(0, ushort.MaxValue);
        if (!number((separator < 0 ? inside : inside[..separator]).Trim(), out int offset, out _))
        {
            return false;
        }

        int length = 1;
        if (separator >= 0)
        {
            if (!number(inside[(separator + 1)..].Trim(), out length, out _))
            {
                return false;
            }

            length = inside[separator] == '-' ? length - offset + 1 : length;
        }

        place = (offset * unit, length * unit);
        return true;
    }

    /// <summary>Takes a number behind a sign.</summary>
    /// <returns>Whether the sign is there; null when no number follows it.</returns>
    public bool? TakeAfter(char sign, out long value)
    {
        value = 0;
        SkipBlanks();
        if (_at == text.Length || text[_at] != sign)
        {
            return false;
        }

        _at++;
        return ArgumentTypes.Int64(0, uint.MaxValue)(TakeWord(), out value, out _) ? true : null;
    }

    private IpFieldBase? TakeNumberedProtocol()
    {
        int start = _at;
        if (TakeWord() == "proto" && ArgumentTypes.Int32(0, byte.MaxValue)(TakeWord(), out int number, out _))
        {
            return (IpFieldBase)number;
        }

        _at = start;
        return null;
    }

    private string TakeWord()
    {
        SkipBlanks();
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
        {
            _at++;
        }

        return text[start.._at];
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }
}
