namespace Xia.Click.Tests.Harness;

/// <summary>What a file should hold, or lines of it that do not matter.</summary>
internal sealed record Expectation(string FileName, ExpectationKind Kind, string Text)
{
    /// <summary>Whether blanks do not matter, <c>-w</c>.</summary>
    public bool IgnoresBlanks { get; init; }

    /// <summary>Whether letters' case does not matter inside regular expressions, <c>-i</c>.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>The line of the test file on which it begins.</summary>
    public int Line { get; init; }
}
