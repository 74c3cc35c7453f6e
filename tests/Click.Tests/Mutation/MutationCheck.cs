using Xia.Click.Tests.Harness;
using Xia.Router.Graph;

namespace Xia.Click.Tests.Mutation;

/// <summary>Runs the scripts of a class with the class's mutant in its place.</summary>
internal static class MutationCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>The classes that have mutants: all.</summary>
    public static IEnumerable<string> ClassNames => ElementRegistry.BuiltIn.ClassNames;

    /// <summary>
    /// One script runs to its end and finds other output than it expects. That a script breaks for another
    /// reason, or does not end, does not count.
    /// </summary>
    /// <param name="className">Which class.</param>
    /// <param name="origin">Where that comes from, for the message of a failure.</param>
    public static void AssertNoticed(string className, string origin = "")
    {
        var variables = new Dictionary<string, string>(BuiltCommands.Environment)
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(MutationCheck).Assembly.Location,
            ["XIA_CLICK_REPLACE"] = className,
        };
        var runner = new ClickTestRunner(variables) { Limit = Limit };
        List<string> others = [];
        foreach (ClickTest test in Scripts(className).SelectMany(ClickTestReader.ReadFile))
        {
            TestOutcome outcome = runner.Run(test);
            if (outcome.IsUnmetExpectation)
            {
                return;
            }

            others.Add($"{test.Path}:{test.Line}: {outcome.Verdict}: {outcome.Reason}");
        }

        Assert.Fail($"No script notices what the mutant of {className} does not do. {origin}\n{string.Join('\n', others)}");
    }

    private static IEnumerable<string> Scripts(string className) => Directory.EnumerateFiles(
        BuiltCommands.Scripts, $"{className}-*.clicktest", SearchOption.AllDirectories);
}
