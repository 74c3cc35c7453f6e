namespace Xia.Click.Tests.Harness;

/// <summary>How a test went, and why.</summary>
internal sealed record TestOutcome(Verdict Verdict, string Reason)
{
    public static TestOutcome Passed { get; } = new(Verdict.Passed, "");
}
