using Xia.Click.Tests.Harness;

namespace Xia.Click.Tests.Suites;

/// <summary>
/// Runs the test files below the folder that <c>XIA_CLICK_SUITE</c> names, with the built command or with
/// the commands of <c>XIA_CLICK_COMMANDS</c>; see docs/click.md.
/// </summary>
public sealed class ForeignSuite
{
    [Test]
    [Explicit("Needs a folder of test files; see docs/click.md.")]
    public void Files_OfTheFolder_Pass()
    {
        string? folder = Environment.GetEnvironmentVariable("XIA_CLICK_SUITE");
        Assert.That(folder, Is.Not.Null, "XIA_CLICK_SUITE names the folder, or a file.");
        var variables = new Dictionary<string, string>(BuiltCommands.Environment);
        if (Environment.GetEnvironmentVariable("XIA_CLICK_COMMANDS") is { } commands)
        {
            variables["PATH"] = commands + ":" + Environment.GetEnvironmentVariable("PATH");
            variables.Remove("XIA_CLICK_TOOL");
        }

        string[] files = File.Exists(folder)
            ? [folder]
            : [.. Directory.EnumerateFiles(folder!, "*.clicktest", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)];
        var counts = new Dictionary<Verdict, int>();
        foreach (string file in files)
        {
            TestOutcome outcome = new ClickTestRunner(variables).RunFile(file);
            counts[outcome.Verdict] = counts.GetValueOrDefault(outcome.Verdict) + 1;
            TestContext.Progress.WriteLine(
                $"{outcome.Verdict} {Path.GetRelativePath(folder!, file)}: {outcome.Reason.TrimEnd()}");
        }

        string summary = string.Join(", ", counts.OrderBy(one => one.Key).Select(one => $"{one.Value} {one.Key}"));
        TestContext.Progress.WriteLine(summary);
        Assert.That(counts.GetValueOrDefault(Verdict.Failed), Is.Zero, summary);
    }
}
