namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Cuts the text of a pattern into words: names and numbers, operators, brackets.</summary>
internal static class PatternWords
{
    private const string DoubledOperators = "&|";
    private const string ComparisonOperators = "<>!=";

    /// <summary>The words of a text.</summary>
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        int at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            int end = at + LengthAt(text, at);
            words.Add(text[at..end]);
            at = end;
        }

        return words;
    }

    private static int LengthAt(string text, int start)
    {
        char next = start + 1 < text.Length ? text[start + 1] : '\0';
        char first = text[start];
        bool isDouble = (DoubledOperators.Contains(first, StringComparison.Ordinal) && next == first)
            || (ComparisonOperators.Contains(first, StringComparison.Ordinal) && next == '=');
        if (isDouble)
        {
            return 2;
        }

        int length = 0;
        while (start + length < text.Length && IsNameCharacter(text[start + length]))
        {
            length++;
        }

        return Math.Max(length, 1);
    }

    private static bool IsNameCharacter(char at) =>
        char.IsAsciiLetterOrDigit(at) || at is '-' or '.' or '/' or '@' or '_' or ':';
}
