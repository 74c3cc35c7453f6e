using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>The comparisons and truth functions that scripts offer as handlers.</summary>
internal static class ScriptLogic
{
    /// <summary>Adds the handlers.</summary>
    public static void AddTo(HandlerTable handlers)
    {
        handlers.ReadWith("eq", text => Text(Compare(text) == 0));
        handlers.ReadWith("ne", text => Text(Compare(text) != 0));
        handlers.ReadWith("lt", text => Text(Compare(text) < 0));
        handlers.ReadWith("gt", text => Text(Compare(text) > 0));
        handlers.ReadWith("le", text => Text(Compare(text) <= 0));
        handlers.ReadWith("ge", text => Text(Compare(text) >= 0));
        handlers.ReadWith("not", text => Text(!Truth(text.Trim())));
        handlers.ReadWith("and", text => Text(Truths(text).All(truth => truth)));
        handlers.ReadWith("or", text => Text(Truths(text).Any(truth => truth)));
        handlers.ReadWith("nand", text => Text(!Truths(text).All(truth => truth)));
        handlers.ReadWith("nor", text => Text(!Truths(text).Any(truth => truth)));
        handlers.ReadWith("if", Choose);
        handlers.ReadWith("in", IsAmong);
    }

    /// <summary>A truth value as a handler gives it.</summary>
    public static string Text(bool truth) => truth ? "true" : "false";

    // Numbers compare as numbers; anything else byte by byte.
    private static int Compare(string text)
    {
        List<string> words = ArgumentText.Words(text);
        if (words.Count != 2)
        {
            throw new HandlerException("expected two numbers");
        }

        string left = ArgumentText.Unquote(words[0]);
        string right = ArgumentText.Unquote(words[1]);
        if (ScriptNumber.TryParse(left, out ScriptNumber first)
            && ScriptNumber.TryParse(right, out ScriptNumber second))
        {
            return first.IsWhole && second.IsWhole
                ? first.Whole.CompareTo(second.Whole)
                : first.Real.CompareTo(second.Real);
        }

        return string.CompareOrdinal(left, right);
    }

    private static bool Truth(string word) =>
        ArgumentTypes.Bool(ArgumentText.Unquote(word), out bool truth, out _)
            ? truth
            : throw new HandlerException("syntax error");

    private static List<bool> Truths(string text) => [.. ArgumentText.Words(text).Select(Truth)];

    private static string Choose(string text)
    {
        List<string> words = ArgumentText.Words(text);
        if (words.Count < 2 || words.Count > 3)
        {
            throw new HandlerException("syntax error");
        }

        return Truth(words[0]) ? words[1] : words.Count == 3 ? words[2] : "";
    }

    private static string IsAmong(string text)
    {
        List<string> words = ArgumentText.Words(text);
        return words.Count == 0
            ? throw new HandlerException("syntax error")
            : Text(words.Skip(1).Contains(words[0], StringComparer.Ordinal));
    }
}
