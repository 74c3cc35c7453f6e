using Xia.Click.Tests.Harness;
using Xia.Router.Graph;

namespace Xia.Click.Tests.Suites;

/// <summary>Each element class has a script that is named after it.</summary>
public sealed class CompletenessTests
{
    /// <summary>
    /// Classes that need what only a scenario's node has: stacks, or credentials to sign with. Their scripts
    /// show what they do or refuse without; the rest is tested in process, by the tests in these files.
    /// </summary>
    private static readonly Dictionary<string, string> TestedInProcess = new()
    {
        ["HostStack"] = "Router.Tests/Library/HostGraphFileTests.cs",
        ["XARPQuerier"] = "Router.Tests/XiaElements/LibraryGraphTests.cs",
        ["XARPResponder"] = "Router.Tests/XiaElements/LibraryGraphTests.cs",
    };

    [Test]
    public void Classes_AllOfThem_HaveAScript()
    {
        HashSet<string> scripts =
        [
            .. Directory.EnumerateFiles(BuiltCommands.Scripts, "*.clicktest", SearchOption.AllDirectories)
                .Select(path => Path.GetFileNameWithoutExtension(path).Split('-')[0]),
        ];
        Assert.That(ElementRegistry.BuiltIn.ClassNames.Where(name => !scripts.Contains(name)), Is.Empty);
    }

    [Test]
    public void ClassesThatNeedANode_AreTestedInProcess()
    {
        Assert.That(TestedInProcess.Keys, Is.SubsetOf(ElementRegistry.BuiltIn.ClassNames));
        Assert.That(
            TestedInProcess.Values.Select(file => Path.Combine(BuiltCommands.Root, "tests", file)),
            Has.All.Matches<string>(File.Exists));
    }
}
