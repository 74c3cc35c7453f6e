using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;

namespace Xia.Scenarios.Tests.Runs;

/// <summary>A run is a function of scenario and seed.</summary>
internal sealed class DeterminismTests
{
    private static readonly string Text = SmallScenario.Text(
        [SmallScenario.XiaArm, SmallScenario.IpArm],
        [SmallScenario.Move, "{ at: 1200ms, link: core-siteB, loss: 1% }"],
        "3s",
        "captures: [ core-siteB, { link: siteA-hostA, snap: 128B } ]");

    [Test]
    public void Run_TheSameTwice_LeavesTheSameBytes()
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        RunResult one = Run(first.Path, 1, 7);
        RunResult two = Run(second.Path, 2, 7);

        Assert.That(two.Digest, Is.EqualTo(one.Digest), "one after another, and side by side");
        string[] names = [.. Directory.GetFiles(first.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.That(names, Has.Length.GreaterThanOrEqualTo(5));
        Assert.That(Directory.GetFiles(second.Path), Has.Length.EqualTo(names.Length));
        foreach (string name in names)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(first.Path, name));
            Assert.That(bytes, Is.Not.Empty, name);
            Assert.That(File.ReadAllBytes(Path.Combine(second.Path, name)).AsSpan().SequenceEqual(bytes), Is.True, name);
        }
    }

    [Test]
    public void Run_OtherSeed_HasAnotherDigest() =>
        Assert.That(Run(null, 1, 8).Digest, Is.Not.EqualTo(Run(null, 1, 7).Digest));

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void Run_OneArmOnly_HasTheFiguresOfTheWholeRun(string arm)
    {
        Scenario scenario = SmallScenario.Read(Text);
        ArmResult whole = SmallScenario.Run(scenario).Arms.Single(one => one.Arm.Name == arm);
        ArmResult alone = SmallScenario.Run(scenario, new RunOptions { Arms = [arm] }).Arms.Single();

        Assert.That(Figures(alone), Is.EqualTo(Figures(whole)));
        Assert.That(alone.Sessions, Is.EqualTo(whole.Sessions));
    }

    private static List<string> Figures(ArmResult arm) =>
        [.. arm.Metrics.Items.Select(item => $"{item.Definition.Name}={item.ToJson()}")];

    private static RunResult Run(string? folder, int parallelism, int seed) => SmallScenario.Run(
        SmallScenario.Read(Text, new ScenarioOverride("seed", $"{seed}")),
        new RunOptions { Folder = folder, Parallelism = parallelism });
}
