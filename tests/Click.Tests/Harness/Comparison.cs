using System.Text.RegularExpressions;

namespace Xia.Click.Tests.Harness;

/// <summary>Holds what came out against what was expected.</summary>
internal static partial class Comparison
{
    private const string SubtestWord = "clicktest_subtest ";

    /// <summary>What is wrong with a file; null when one of the alternates fits.</summary>
    public static string? Compare(
        string actual, IReadOnlyList<Expectation> alternates, IReadOnlyList<Expectation> ignored)
    {
        string? firstFault = null;
        foreach (Expectation expected in alternates.OrderBy(alternate => alternate.Kind))
        {
            string? fault = CompareOne(actual, expected, ignored);
            if (fault is null)
            {
                return null;
            }

            firstFault ??= $"{expected.FileName}, expected at line {expected.Line}: {fault}";
        }

        return firstFault;
    }

    private static string? CompareOne(
        string actual, Expectation expected, IReadOnlyList<Expectation> ignored)
    {
        if (actual == expected.Text)
        {
            return null;
        }

        if (expected.Kind == ExpectationKind.Verbatim)
        {
            return Walk(Lines(actual), Lines(expected.Text), expected);
        }

        string cleaned = Cleaned(actual);
        cleaned = cleaned.StartsWith('\n') ? cleaned[1..] : cleaned;
        IEnumerable<string> kept = Lines(cleaned).Where(line => !IsIgnored(line, expected.FileName, ignored));
        return Walk(
            [.. kept.Where(line => line.Length > 0)],
            [.. Lines(Cleaned(expected.Text)).Where(line => line.Length > 0)],
            expected);
    }

    private static bool IsIgnored(string line, string fileName, IReadOnlyList<Expectation> ignored) =>
        line.StartsWith(SubtestWord, StringComparison.Ordinal)
        || ignored.Any(pattern => (pattern.FileName == fileName || pattern.FileName == ClickTest.AllFiles)
            && Lines(pattern.Text).Any(text =>
                text.Length > 0 && LinePattern.Matches(line.TrimEnd(), text.TrimEnd(), pattern)));

    private static string? Walk(string[] actual, string[] expected, Expectation how)
    {
        for (int index = 0; index < Math.Max(actual.Length, expected.Length); index++)
        {
            string? got = index < actual.Length ? actual[index] : null;
            string? wanted = index < expected.Length ? expected[index] : null;
            if (got is null || wanted is null || !LinePattern.Matches(got, wanted, how))
            {
                return $"line {index + 1} should be {Shown(wanted)} but is {Shown(got)}";
            }
        }

        return null;
    }

    private static string Shown(string? line) => line is null ? "no more" : $"'{line}'";

    private static string[] Lines(string text) => text.Split('\n');

    private static string Cleaned(string text) => TrailingBlanks().Replace(text, "").TrimEnd('\n');

    [GeneratedRegex(@"[ \t\r]+(?=\n|\z)")]
    private static partial Regex TrailingBlanks();
}
