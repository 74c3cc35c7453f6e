using System.Text;

namespace Xia.Click.Tests.Harness;

/// <summary>The words behind a section's name: options, a length, file names.</summary>
internal sealed class SectionOptions
{
    private readonly List<string> _names = [];
    private bool _dropsFirst;
    private bool _isEncoded;
    private bool _ignoresBlanks;
    private bool _ignoresCase;

    private SectionOptions()
    {
    }

    public int? LengthBytes { get; private set; }

    public bool IsAlternate { get; private set; }

    public static SectionOptions Read(string[] words)
    {
        var options = new SectionOptions();
        foreach (string word in words)
        {
            if (word.Length > 1 && word[0] == '-')
            {
                options._dropsFirst |= word.Contains('d', StringComparison.Ordinal);
                options._isEncoded |= word.Contains('e', StringComparison.Ordinal);
                options._ignoresBlanks |= word.Contains('w', StringComparison.Ordinal);
                options._ignoresCase |= word.Contains('i', StringComparison.Ordinal);
                options.IsAlternate |= word.Contains('a', StringComparison.Ordinal);
            }
            else if (word[0] == '+' && int.TryParse(word.AsSpan(1), out int length))
            {
                options.LengthBytes = length;
            }
            else
            {
                options._names.Add(word);
            }
        }

        return options;
    }

    public IReadOnlyList<string> NamesOr(string otherwise) => _names.Count == 0 ? [otherwise] : _names;

    public Expectation Of(string name, ExpectationKind kind, string text, int line) => new(name, kind, text)
    {
        IgnoresBlanks = _ignoresBlanks,
        IgnoresCase = _ignoresCase,
        Line = line,
    };

    public string Decode(string text)
    {
        if (_dropsFirst)
        {
            text = string.Concat(text.Split('\n').Select((line, index) =>
                (index == 0 ? "" : "\n") + (line.Length == 0 ? "" : line[1..])));
        }

        return _isEncoded ? Encoding.Latin1.GetString(Convert.FromBase64String(text)) : text;
    }
}
