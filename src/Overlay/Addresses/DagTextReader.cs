using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Addresses;

/// <summary>Takes tokens off an address's text and remembers what it missed.</summary>
internal ref struct DagTextReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;

    public int Position { get; private set; }

    public string Expected { get; private set; } = "";

    public DagFault Graph { get; private set; }

    /// <summary>The character at hand, or NUL at the end.</summary>
    public readonly char Next => Position < _text.Length ? _text[Position] : '\0';

    public readonly bool IsAtEnd => Position == _text.Length;

    public void SkipSpace()
    {
        while (Position < _text.Length && char.IsWhiteSpace(_text[Position]))
        {
            Position++;
        }
    }

    /// <summary>Takes a word in upper case that ends at a space or parenthesis.</summary>
    public bool TryTakeWord(string word)
    {
        SkipSpace();
        ReadOnlySpan<char> rest = _text[Position..];
        if (!rest.StartsWith(word, StringComparison.Ordinal)
            || (rest.Length > word.Length && !char.IsWhiteSpace(
                rest[word.Length]) && rest[word.Length] != '('))
        {
            return false;
        }

        Position += word.Length;
        return true;
    }

    public bool TryTake(char symbol)
    {
        if (Next != symbol || IsAtEnd)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Takes <c>type</c>, a separator and 40 digits.</summary>
    public bool TryTakeXid(char separator, out Xid xid)
    {
        ReadOnlySpan<char> rest = _text[Position..];
        int split = rest.IndexOf(separator);
        int length = split + 1 + (2 * Xid.IdLengthBytes);
        xid = default;
        if (split < 0 || length > rest.Length || !Xid.TryParse(rest[..length], out xid))
        {
            return Miss($"TYPE{separator} and {2 * Xid.IdLengthBytes} hexadecimal digits");
        }

        Position += length;
        return true;
    }

    /// <summary>Remembers what was expected here.</summary>
    /// <returns>False always, so that parsers can return it.</returns>
    public bool Miss(string expected)
    {
        Expected = expected;
        return false;
    }

    /// <summary>Remembers which rule of addresses is broken here.</summary>
    /// <returns>False always, so that parsers can return it.</returns>
    public bool Miss(DagFault graph)
    {
        Graph = graph;
        return false;
    }
}
