using System.Text;
using System.Text.RegularExpressions;

namespace Xia.Click.Tests.Harness;

/// <summary>Runs tests with given commands on the path.</summary>
internal sealed partial class ClickTestRunner(IReadOnlyDictionary<string, string> environment)
{
    private const string Prelude =
        "clicktest_subtest () { echo \"clicktest_subtest $1\"; echo \"clicktest_subtest $1\" >&2; }\n";

    /// <summary>How long a script may run.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Runs all tests of a file; the first that does not pass decides.</summary>
    public TestOutcome RunFile(string path) => RunAll(ClickTestReader.ReadFile(path));

    public TestOutcome RunAll(IReadOnlyList<ClickTest> tests)
    {
        if (tests.Count == 0)
        {
            return new(Verdict.Failed, "no test in this file");
        }

        TestOutcome[] outcomes = [.. tests.Select(Run)];
        return outcomes.FirstOrDefault(outcome => outcome.Verdict == Verdict.Failed)
            ?? outcomes.FirstOrDefault(outcome => outcome.Verdict == Verdict.Passed)
            ?? outcomes[0];
    }

    public TestOutcome Run(ClickTest test)
    {
        if (test.Errors.Count > 0)
        {
            return new(Verdict.Failed, string.Join('\n', test.Errors));
        }

        DirectoryInfo outer = Directory.CreateTempSubdirectory("xia-clicktest-");
        try
        {
            return RunIn(test, outer.CreateSubdirectory("run").FullName);
        }
        finally
        {
            Delete(outer);
        }
    }

    private TestOutcome RunIn(ClickTest test, string folder)
    {
        var variables = new Dictionary<string, string>(environment) { ["LC_ALL"] = "C", ["rundir"] = ".." };
        foreach (string requirement in test.Requirements)
        {
            if (ScriptProcess.Run(requirement, folder, variables, Limit) != 0)
            {
                return new(Verdict.Skipped, $"requirement not met: {requirement.Trim()}");
            }
        }

        foreach ((string name, string text) in test.Files)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text, Encoding.Latin1);
        }

        string script = Prelude + LeadingDot().Replace(string.Concat(test.Scripts), "$1../");
        int? status = ScriptProcess.Run(script, folder, variables, Limit);
        return status switch
        {
            null => new(Verdict.Failed, $"still running after {Limit.TotalSeconds} s"),
            0 => Judge(test, folder),
            _ => new(Verdict.Failed, $"exit status {status}\n{Output(folder, "stderr")}"),
        };
    }

    private static TestOutcome Judge(ClickTest test, string folder)
    {
        List<string> faults = [];
        foreach (IGrouping<string, Expectation> file in test.Expectations.GroupBy(one => one.FileName))
        {
            string? fault = Output(folder, file.Key) is { } actual
                ? Comparison.Compare(actual, [.. file], test.Ignored)
                : $"{file.Key} was not made";
            if (fault is not null)
            {
                faults.Add($"{test.Path}: {fault}");
            }
        }

        if (faults.Count == 0)
        {
            return TestOutcome.Passed;
        }

        string reason = $"{string.Join('\n', faults)}\nstderr:\n{Output(folder, "stderr")}";
        return new(Verdict.Failed, reason) { IsUnmetExpectation = true };
    }

    private static string? Output(string folder, string name)
    {
        string path = name is "stdout" or "stderr"
            ? Path.Combine(folder, "..", name)
            : Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllText(path, Encoding.Latin1) : null;
    }

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Something that the script left in the background still writes there.
        }
    }

    [GeneratedRegex(@"^(\s*)\./", RegexOptions.Multiline)]
    private static partial Regex LeadingDot();
}
