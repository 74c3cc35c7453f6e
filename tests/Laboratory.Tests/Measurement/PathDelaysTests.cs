using Xia.Kernel.Time;
using Xia.Laboratory.Measurement;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Tests.Scenarios;

namespace Xia.Laboratory.Tests.Measurement;

internal sealed class PathDelaysTests
{
    private TemporaryScenario _folder = null!;

    [SetUp]
    public void Begin() => _folder = new TemporaryScenario();

    [TearDown]
    public void End() => _folder.Dispose();

    [TestCase("a", "b", 7)]
    [TestCase("b", "a", 7)]
    [TestCase("a", "r1", 1)]
    [TestCase("r1", "r1", 0)]
    public void Between_TwoNodes_IsTheSumOfTheDelays(string from, string to, long milliseconds) => Assert.That(
        new PathDelays(_folder.Read(TemporaryScenario.Valid)).Between(from, to),
        Is.EqualTo(Duration.FromMilliseconds(milliseconds)));

    [Test]
    public void Between_AShortcutByMoreHops_TakesTheLesserDelay()
    {
        Scenario scenario = _folder.Read(TemporaryScenario.Valid);
        ScenarioLink[] links = [.. scenario.Links];
        ScenarioLink slow = links.Single(link => link.Name == "r1-r2");
        Scenario meshed = scenario with
        {
            Nodes = [.. scenario.Nodes, scenario.Nodes.First(node => node.Name == "r1") with { Name = "r3" }],
            Links =
            [
                .. links,
                slow with { Name = "r1-r3", Second = "r3", Delay = Duration.FromMilliseconds(1) },
                slow with { Name = "r3-r2", First = "r3", Delay = Duration.FromMilliseconds(2) },
            ],
        };

        Assert.That(new PathDelays(meshed).Between("a", "b"), Is.EqualTo(Duration.FromMilliseconds(5)));
    }

    [Test]
    public void Between_NodesThatNothingJoins_IsNull()
    {
        Scenario scenario = _folder.Read(TemporaryScenario.Valid);
        Scenario cut = scenario with { Links = [.. scenario.Links.Where(link => link.Name != "r1-r2")] };

        Assert.That(new PathDelays(cut).Between("a", "b"), Is.Null);
    }

    [TestCase(305, 300, 5, 0)]
    [TestCase(306, 300, 5, 1)]
    [TestCase(300, 300, -2, 2)]
    [TestCase(304, 300, 5, -1)]
    public void ExcessOf_GapPauseAndPathChange_IsWhatTheyDoNotExplain(long gap, long pause, long change, long excess) =>
        Assert.That(
            ArmMeasurement.ExcessOf(
                Duration.FromMilliseconds(gap), Duration.FromMilliseconds(pause), Duration.FromMilliseconds(change)),
            Is.EqualTo(Duration.FromMilliseconds(excess)));
}
