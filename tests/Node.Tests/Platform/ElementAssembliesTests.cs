using Xia.Node.Platform;
using Xia.Node.Tests.Testing;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Node.Tests.Platform;

internal sealed class ElementAssembliesTests
{
    private const string SampleName = "Xia.Samples.Elements.dll";

    // tests/Node.Tests/bin/Release/net10.0 → tests/Samples/Elements/bin/Release/net10.0
    private static string SampleFolder
    {
        get
        {
            string[] parts = TestContext.CurrentContext.TestDirectory.Split('/');
            string tests = string.Join('/', parts[..^4]);
            return $"{tests}/Samples/Elements/bin/{parts[^2]}/{parts[^1]}";
        }
    }

    [Test]
    public void Require_LoadsTheElementsOfAnAssembly()
    {
        RouterGraph graph = Load(
            $"require(package {SampleFolder}/{SampleName}); "
            + "InfiniteSource(LIMIT 12) -> n :: EveryNth(4) -> c :: Counter -> Discard",
            null);
        for (int run = 0; run < 100 && graph.NextRun is { } next; run++)
        {
            graph.Run(next, 100);
        }

        Assert.That(graph.ReadHandler("n.passed"), Is.EqualTo("3\n"));
        Assert.That(graph.ReadHandler("c.count").Trim(), Is.EqualTo("3"));
        Assert.That(graph.ReadHandler("classes"), Does.Contain("\nEveryNth\n"));
        graph.Close();
    }

    [TestCase("Xia.Samples.Elements.dll")]
    [TestCase("Xia.Samples.Elements")]
    public void Require_SearchesThePath(string name)
    {
        RouterGraph graph = Load($"require({name}); Idle -> EveryNth -> Discard", SampleFolder);
        Assert.That(graph.Elements, Has.Count.EqualTo(3));
        graph.Close();
        Assert.That(ElementRegistry.BuiltIn.Contains("EveryNth"), Is.False, "Other graphs do not see it.");
    }

    [Test]
    public void Require_OfNothing_SaysWhatClickSays() => Assert.That(
        Assert.Throws<RouterConfigurationException>(() => Load("require(package nothing)", ""))!.Message,
        Is.EqualTo("""
            While loading package 'nothing':
              can't find required package 'nothing'
              in CLICKPATH or '.'
            requirement 'nothing' not available
            """));

    [Test]
    public void Require_OfAFileThatIsNoAssembly_IsRefused()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "no-assembly.dll");
        File.WriteAllText(file, "no assembly");
        Assert.That(
            ErrorOf(file),
            Does.StartWith($"While loading package '{file}':\n  '{file}': ")
                .And.EndsWith($"requirement '{file}' not available"));
    }

    [Test]
    public void Require_OfAnAssemblyWithoutElements_IsRefused()
    {
        string file = typeof(Kernel.Time.Instant).Assembly.Location;
        Assert.That(ErrorOf(file), Does.Contain("has no public element class"));
    }

    [Test]
    public void Documentation_ShowsTheSample()
    {
        string root = Path.GetFullPath($"{SampleFolder}/../../../../../..");
        string shown = File.ReadAllText($"{root}/docs/router.md");
        Assert.That(
            shown,
            Does.Contain(File.ReadAllText($"{root}/tests/Samples/Elements/EveryNth.cs")));
    }

    private static string ErrorOf(string file) =>
        Assert.Throws<RouterConfigurationException>(() => Load($"require(package {file})", null))!.Message;

    private static RouterGraph Load(string text, string? path) => RouterGraph.Load(text, "config", new()
    {
        Pool = new PacketPool(),
        Console = new RecordingConsole(),
        Packages = new ElementAssemblies(new SearchPath(path)),
    });
}
