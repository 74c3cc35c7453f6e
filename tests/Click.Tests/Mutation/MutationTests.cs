using Xia.Click.Tests.Harness;
using Xia.Router.Graph;

namespace Xia.Click.Tests.Mutation;

/// <summary>A class's script fails when the class's body is replaced by a pass-through.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class MutationTests
{
    [TestCaseSource(nameof(ScriptedClasses))]
    [Explicit("Runs each script again; see docs/click.md.")]
    public void Scripts_OfAClassWithoutBody_Fail(string className) => AssertNoticed(className);

    [Test]
    public void Scripts_OfMessageWithoutBody_Fail() => AssertNoticed("Message");

    private static void AssertNoticed(string className)
    {
        var variables = new Dictionary<string, string>(BuiltCommands.Environment)
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(MutationTests).Assembly.Location,
            ["XIA_CLICK_REPLACE"] = className,
        };
        Verdict[] verdicts =
        [
            .. Directory.EnumerateFiles(
                    BuiltCommands.Scripts, $"{className}-*.clicktest", SearchOption.AllDirectories)
                .Select(script => new ClickTestRunner(variables).RunFile(script).Verdict),
        ];
        Assert.That(verdicts, Does.Contain(Verdict.Failed), $"No script notices that {className} does nothing.");
    }

    private static IEnumerable<string> ScriptedClasses() =>
        Directory.EnumerateFiles(BuiltCommands.Scripts, "*.clicktest", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path).Split('-')[0]).Distinct()
            .Where(ElementRegistry.BuiltIn.Contains)
            .Order(StringComparer.Ordinal);
}
