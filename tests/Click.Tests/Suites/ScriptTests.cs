using Xia.Click.Tests.Harness;

namespace Xia.Click.Tests.Suites;

/// <summary>The scripts of this repository, one test each.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ScriptTests
{
    [TestCaseSource(nameof(Scripts))]
    public void Script_RunByTheBuiltCommand_GivesWhatItExpects(string script)
    {
        TestOutcome outcome = new ClickTestRunner(BuiltCommands.Environment)
            .RunFile(Path.Combine(BuiltCommands.Scripts, script));
        Assert.That(outcome.Verdict, Is.EqualTo(Verdict.Passed), outcome.Reason);
    }

    private static IEnumerable<string> Scripts() =>
        Directory.EnumerateFiles(BuiltCommands.Scripts, "*.clicktest", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(BuiltCommands.Scripts, path)).Order(StringComparer.Ordinal);
}
