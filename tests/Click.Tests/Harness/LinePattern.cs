using System.Text;
using System.Text.RegularExpressions;

namespace Xia.Click.Tests.Harness;

/// <summary>An expected line.</summary>
internal static partial class LinePattern
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Whether a whole line is as expected.</summary>
    public static bool Matches(string line, string pattern, Expectation how)
    {
        if (how.Kind == ExpectationKind.Verbatim)
        {
            return line == pattern;
        }

        string subject = how.IgnoresBlanks ? Blanks().Replace(line, "") : line;
        RegexOptions options = how.IgnoresCase ? RegexOptions.IgnoreCase : RegexOptions.None;
        try
        {
            return Regex.IsMatch(subject, $@"\A(?:{Translate(pattern, how)})[ \t\r]*\z", options, Limit);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Translate(string pattern, Expectation how)
    {
        pattern = Comment().Replace(pattern, "");
        var result = new StringBuilder();
        int at = 0;
        foreach (Match braces in Braces().Matches(pattern))
        {
            AppendOutside(result, pattern[at..braces.Index], how);
            result.Append("(?:").Append(braces.Groups[1].Value).Append(')');
            at = braces.Index + braces.Length;
        }

        AppendOutside(result, pattern[at..], how);
        return result.ToString();
    }

    private static void AppendOutside(StringBuilder result, string text, Expectation how)
    {
        if (how.IgnoresBlanks)
        {
            text = Blanks().Replace(text, "");
        }

        result.Append(how.Kind == ExpectationKind.Regex ? text : Regex.Escape(text));
    }

    [GeneratedRegex(@"\{\{(.*?)\}\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"[ \t]*\{\{\?.*?\}\}[ \t]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
