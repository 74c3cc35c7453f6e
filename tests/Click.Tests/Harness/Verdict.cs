namespace Xia.Click.Tests.Harness;

/// <summary>How a test file went.</summary>
internal enum Verdict
{
    Passed,
    Failed,
    Skipped,
}
