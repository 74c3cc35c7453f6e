namespace Xia.Router.Language;

/// <summary>The arguments of one element: positional ones first, then <c>KEYWORD value</c>.</summary>
/// <remarks>
/// Elements read their arguments in order of position and then call <see cref="Complete"/>. Errors are
/// collected in Click's words; a value that could not be read is the fallback, so that reading goes on. A
/// mandatory position may be given by keyword, the last repeat of a keyword wins, and a mandatory position
/// takes the next argument even if it looks like a keyword. Positions end at the first argument that was read
/// by keyword.
/// </remarks>
public sealed class ArgumentReader
{
    private readonly List<Slot> _slots;
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];
    private bool _completed;

    /// <summary>Reads arguments that are split and trimmed.</summary>
    public ArgumentReader(IEnumerable<string> arguments) =>
        _slots = [.. arguments.Select(argument => new Slot(argument))];

    /// <summary>The errors so far.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>What is odd but not wrong, so far.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Arguments that nobody read yet.</summary>
    public int Count => _slots.Count(slot => slot.Use == SlotUse.Open);

    internal bool IsCompleted => _completed;

    /// <summary>A position that must be given.</summary>
    public T Mandatory<T>(string name, ArgumentParser<T> parser, T fallback = default!) =>
        TakePosition(name, isMandatory: true) is { } text
            ? Parse(name, text, parser, fallback)
            : Missing(name, fallback);

    /// <summary>A position that may be left out.</summary>
    public T Positional<T>(string name, ArgumentParser<T> parser, T fallback = default!) =>
        TakePosition(name, isMandatory: false) is { } text ? Parse(name, text, parser, fallback) : fallback;

    /// <summary>A keyword that must be given.</summary>
    public T MandatoryKeyword<T>(string name, ArgumentParser<T> parser, T fallback = default!) =>
        TakeKeyword(name) is { } text ? Parse(name, text, parser, fallback) : Missing(name, fallback);

    /// <summary>A keyword that may be left out.</summary>
    public T Keyword<T>(string name, ArgumentParser<T> parser, T fallback = default!) =>
        TakeKeyword(name) is { } text ? Parse(name, text, parser, fallback) : fallback;

    /// <summary>Whether a keyword is given; leaves it unread.</summary>
    public bool HasKeyword(string name) =>
        _slots.Exists(slot => slot.Use == SlotUse.Open && slot.Keyword == name);

    /// <summary>Forgets the arguments that were read, so that positions may stand behind keywords.</summary>
    public void Consume() => _slots.RemoveAll(slot => slot.Use != SlotUse.Open);

    /// <summary>
    /// All arguments that are left, for elements that take any number; read keywords first.
    /// </summary>
    public IReadOnlyList<string> Rest()
    {
        string[] rest = [.. _slots.Where(slot => slot.Use == SlotUse.Open).Select(slot => slot.Text)];
        _slots.Clear();
        return rest;
    }

    /// <summary>Adds an error of the element's own.</summary>
    public void Error(string text) => _errors.Add(text);

    /// <summary>
    /// Adds something that the user should know although the element works, such as <c>warning: …</c>.
    /// </summary>
    public void Warning(string text) => _warnings.Add(text);

    /// <summary>Says what is left over; called for the element when it did not do so.</summary>
    public void Complete()
    {
        _completed = true;
        bool tooMany = false;
        foreach (Slot slot in _slots.Where(slot => slot.Use == SlotUse.Open))
        {
            if (slot.Keyword is null)
            {
                tooMany = true;
            }
            else
            {
                Error($"{slot.Keyword}: unknown argument");
            }
        }

        if (tooMany)
        {
            Error("too many arguments");
        }

        _slots.Clear();
    }

    // The argument at hand stands for the position if it has no keyword, or if nothing else is there for a
    // mandatory one. When the same is given by keyword further on, that one wins.
    private string? TakePosition(string name, bool isMandatory)
    {
        Slot? next = _slots.Find(slot => slot.Use != SlotUse.Position);
        string? keyword = TakeKeyword(name);
        if (next is { Use: SlotUse.Open } && (next.Keyword is null || (keyword is null && isMandatory)))
        {
            next.Use = SlotUse.Position;
            return keyword ?? next.Text;
        }

        return keyword;
    }

    private string? TakeKeyword(string name)
    {
        string? found = null;
        foreach (Slot slot in _slots)
        {
            if (slot.Use == SlotUse.Open && slot.Keyword == name)
            {
                slot.Use = SlotUse.Keyword;
                found = slot.Value;
            }
        }

        return found;
    }

    private T Missing<T>(string name, T fallback)
    {
        Error($"{name}: required argument missing");
        return fallback;
    }

    private T Parse<T>(string name, string text, ArgumentParser<T> parser, T fallback)
    {
        if (parser(text, out T value, out string? error))
        {
            return value;
        }

        Error($"{name}: {error ?? "parse error"}");
        return fallback;
    }

    private enum SlotUse
    {
        Open,
        Position,
        Keyword,
    }

    // One argument. Its keyword is a first word that begins with a letter or underscore and has something
    // behind it.
    private sealed class Slot
    {
        public Slot(string text)
        {
            Text = text;
            int end = 0;
            while (end < text.Length && IsKeywordCharacter(text[end], isFirst: end == 0))
            {
                end++;
            }

            string value = text[end..].TrimStart();
            if (end > 0 && value.Length > 0 && char.IsWhiteSpace(text[end]))
            {
                Keyword = text[..end];
                Value = value;
            }
        }

        public string Text { get; }

        public string? Keyword { get; }

        public string Value { get; } = "";

        public SlotUse Use { get; set; }

        private static bool IsKeywordCharacter(char at, bool isFirst) => char.IsAsciiLetter(at) || at == '_'
            || (!isFirst && (char.IsAsciiDigit(at) || at is ':' or '.' or '?' or '!'));
    }
}
