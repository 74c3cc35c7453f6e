namespace Xia.Router.Language;

/// <summary>The arguments of one element: positional ones first, then <c>KEYWORD value</c>.</summary>
/// <remarks>
/// Elements read their arguments in order of position and then call <see cref="Complete"/>. Errors are
/// collected in Click's words; a value that could not be read is the fallback, so that reading goes on. A
/// mandatory position may be given by keyword, the last repeat of a keyword wins, and a mandatory position
/// takes the next argument even if it looks like a keyword.
/// </remarks>
public sealed class ArgumentReader
{
    private readonly List<string> _arguments;
    private readonly List<string> _errors = [];
    private bool _completed;

    /// <summary>Reads arguments that are split and trimmed.</summary>
    public ArgumentReader(IEnumerable<string> arguments) => _arguments = [.. arguments];

    /// <summary>The errors so far.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Arguments that nobody read yet.</summary>
    public int Count => _arguments.Count;

    internal bool IsCompleted => _completed;

    /// <summary>A position that must be given.</summary>
    public T Mandatory<T>(string name, ArgumentParser<T> parser, T fallback = default!)
    {
        if (TakeKeyword(name) is { } keyword)
        {
            return Parse(name, keyword, parser, fallback);
        }

        if (_arguments.Count > 0)
        {
            string text = _arguments[0];
            _arguments.RemoveAt(0);
            return Parse(name, text, parser, fallback);
        }

        return Missing(name, fallback);
    }

    /// <summary>A position that may be left out.</summary>
    public T Positional<T>(string name, ArgumentParser<T> parser, T fallback = default!)
    {
        if (TakeKeyword(name) is { } keyword)
        {
            return Parse(name, keyword, parser, fallback);
        }

        if (_arguments.Count > 0 && !LooksLikeKeyword(_arguments[0]))
        {
            string text = _arguments[0];
            _arguments.RemoveAt(0);
            return Parse(name, text, parser, fallback);
        }

        return fallback;
    }

    /// <summary>A keyword that must be given.</summary>
    public T MandatoryKeyword<T>(string name, ArgumentParser<T> parser, T fallback = default!) =>
        TakeKeyword(name) is { } text ? Parse(name, text, parser, fallback) : Missing(name, fallback);

    /// <summary>A keyword that may be left out.</summary>
    public T Keyword<T>(string name, ArgumentParser<T> parser, T fallback = default!) =>
        TakeKeyword(name) is { } text ? Parse(name, text, parser, fallback) : fallback;

    /// <summary>Whether a keyword is given; leaves it unread.</summary>
    public bool HasKeyword(string name) => _arguments.Exists(argument => KeywordOf(argument, out _) == name);

    /// <summary>
    /// All arguments that are left, for elements that take any number; read keywords first.
    /// </summary>
    public IReadOnlyList<string> Rest()
    {
        string[] rest = [.. _arguments];
        _arguments.Clear();
        return rest;
    }

    /// <summary>Adds an error of the element's own.</summary>
    public void Error(string text) => _errors.Add(text);

    /// <summary>Says what is left over; called for the element when it did not do so.</summary>
    public void Complete()
    {
        _completed = true;
        bool tooMany = false;
        foreach (string argument in _arguments)
        {
            string? keyword = KeywordOf(argument, out _);
            if (keyword is null)
            {
                tooMany = true;
            }
            else
            {
                Error($"{keyword}: unknown argument");
            }
        }

        if (tooMany)
        {
            Error("too many arguments");
        }

        _arguments.Clear();
    }

    private static bool LooksLikeKeyword(string argument) => KeywordOf(argument, out _) is not null;

    // A keyword is a first word of capitals, digits and underscores that starts with a letter.
    private static string? KeywordOf(string argument, out string value)
    {
        int end = 0;
        while (end < argument.Length
            && (char.IsAsciiLetterUpper(argument[end]) || argument[end] == '_'
                || (end > 0 && char.IsAsciiDigit(argument[end]))))
        {
            end++;
        }

        bool found = end > 0 && end < argument.Length && char.IsWhiteSpace(argument[end]);
        value = found ? argument[end..].Trim() : "";
        return found ? argument[..end] : null;
    }

    private string? TakeKeyword(string name)
    {
        string? found = null;
        for (int index = _arguments.Count - 1; index >= 0; index--)
        {
            if (KeywordOf(_arguments[index], out string value) == name)
            {
                found ??= value;
                _arguments.RemoveAt(index);
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
}
