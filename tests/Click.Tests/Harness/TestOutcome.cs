namespace Xia.Click.Tests.Harness;

/// <summary>How a test went, and why.</summary>
internal sealed record TestOutcome(Verdict Verdict, string Reason)
{
    /// <summary>Whether it ran to its end, and something else came out than expected.</summary>
    public bool IsUnmetExpectation { get; init; }

    public static TestOutcome Passed { get; } = new(Verdict.Passed, "");
}
