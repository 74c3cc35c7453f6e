namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>The words of a pattern and how many of them are read.</summary>
/// <param name="words">The words.</param>
/// <param name="start">The first one that is to be read.</param>
internal sealed class PatternCursor(IReadOnlyList<string> words, int start)
{
    /// <summary>Which word is read next.</summary>
    public int At { get; set; } = start;

    /// <summary>How many words there are.</summary>
    public int Count => words.Count;

    /// <summary>The word to be read next; nothing behind the last.</summary>
    public string Word => Peek(0);

    /// <summary>Whether words are left.</summary>
    public bool HasWord => At < words.Count;

    /// <summary>Whether at least two words are left.</summary>
    public bool HasTwo => At < words.Count - 1;

    /// <summary>A word so far behind the next one; nothing behind the last.</summary>
    public string Peek(int distance) => At + distance < words.Count ? words[At + distance] : "";

    /// <summary>Some words, joined.</summary>
    public string Joined(int from, int count) => string.Concat(words.Skip(from).Take(count));

    /// <summary>Where a word stands, from a place on; -1 for nowhere.</summary>
    public int Find(string word, int from)
    {
        while (from < words.Count && words[from] != word)
        {
            from++;
        }

        return from < words.Count ? from : -1;
    }
}
