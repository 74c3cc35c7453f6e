using Xia.Click.Tests.Harness;
using Xia.Router.Graph;

namespace Xia.Click.Tests.Suites;

/// <summary>Each element class has a script that is named after it.</summary>
public sealed class CompletenessTests
{
    /// <summary>Classes that still lack one; the list may only shrink.</summary>
    private static readonly string[] ClassesWithoutScript =
        [.. File.ReadAllLines(Path.Combine(BuiltCommands.Scripts, "missing.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')];

    [Test]
    public void Classes_AllOfThem_HaveAScript() =>
        Assert.That(WithoutScript(), Is.SubsetOf(ClassesWithoutScript));

    private static IEnumerable<string> WithoutScript()
    {
        HashSet<string> scripts =
        [
            .. Directory.EnumerateFiles(BuiltCommands.Scripts, "*.clicktest", SearchOption.AllDirectories)
                .Select(path => Path.GetFileNameWithoutExtension(path).Split('-')[0]),
        ];
        return ElementRegistry.BuiltIn.ClassNames.Where(name => !scripts.Contains(name));
    }
}
