namespace Xia.Click.Tests.Harness;

/// <summary>How the lines of an expected text are compared.</summary>
internal enum ExpectationKind
{
    /// <summary><c>%expectv</c>: as they stand.</summary>
    Verbatim,

    /// <summary><c>%expect</c>: as they stand but for regular expressions in <c>{{ }}</c>.</summary>
    Braces,

    /// <summary><c>%expectx</c>: each line is a regular expression.</summary>
    Regex,
}
