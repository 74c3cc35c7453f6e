using Xia.Laboratory.Scenarios;

namespace Xia.Laboratory.Tests.Scenarios.Yaml;

internal sealed class TreeOverrideTests
{
    private TemporaryScenario _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryScenario();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Apply_ListPosition_ReplacesValueThere()
    {
        Scenario scenario = Read("events.0.limit=64MiBps");

        Assert.That(((ScenarioEvent.Migrate)scenario.Events[0]).LimitBytesPerSecond, Is.EqualTo(64 << 20));
    }

    [Test]
    public void Apply_NameOfListItem_AddsKeyThere()
    {
        Scenario scenario = Read("arms.ip-none.kick=true");

        Assert.That(scenario.Arms.Select(arm => arm.Kick), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public void Apply_EndsOfLink_NameTheLink() =>
        Assert.That(Read("links.r1-r2.loss=2%").Links[1].LossPartsPerBillion, Is.EqualTo(20_000_000));

    [Test]
    public void Apply_MappingKey_ReplacesValue() =>
        Assert.That(Read("machines.web.memory=8MiB").Machines[0].MemoryBytes, Is.EqualTo(8 << 20));

    [Test]
    public void Apply_MissingSection_AddsIt() =>
        Assert.That(Read("defaults.link.queue=1KiB").Links.Select(link => link.QueueBytes), Is.All.EqualTo(1024));

    [Test]
    public void Apply_WholeList_ReplacesIt() =>
        Assert.That(Read("captures=[a-r1, r2-b]").Captures.Select(c => c.Link), Is.EqualTo(new[] { "a-r1", "r2-b" }));

    [Test]
    public void Apply_SeveralToOnePath_LastOneHolds() =>
        Assert.That(Read("seed=5", "seed=6").Seed, Is.EqualTo(6));

    [TestCase("events.0.limt=1MiBps",
        "--set events.0.limt=1MiBps: event has no key 'limt'; did you mean 'limit'?")]
    [TestCase("events.0.limit=1MB",
        "--set events.0.limit=1MB: 'limit': expected a rate such as 100Mbps or 32MiBps; 'MB' is no unit of it, found '1MB'")]
    [TestCase("events.1.limit=1MiBps", "--set events.1.limit=1MiBps: 'events' has no item '1'; it has 0 to 0")]
    [TestCase("arms.tcp.kick=true",
        "--set arms.tcp.kick=true: 'arms' has no item 'tcp'; it has 0 to 1 (xia, ip-none)")]
    [TestCase("name.first=x", "--set name.first=x: 'name': expected a name")]
    [TestCase("nodes..in=x", "--set nodes..in=x: expected path=value with dots between the keys of the path")]
    [TestCase("captures.0.x=1", "--set captures.0.x=1: 'captures.0' is 'r1-r2' and has no 'x' within")]
    [TestCase("seed=[", "--set seed=[: this is not YAML")]
    public void Apply_Mistake_NamesTheOverride(string change, string expected)
    {
        Assert.That(ScenarioOverride.TryParse(change, out ScenarioOverride parsed), Is.True);

        IReadOnlyList<string> found = _folder.Mistakes(TemporaryScenario.Valid, parsed);

        Assert.That(found, Has.Some.StartsWith(expected));
    }

    [TestCase("seed", false, "seed", "")]
    [TestCase("=5", false, "=5", "")]
    [TestCase("a.b = c=d", true, "a.b", "c=d")]
    public void TryParse_Text_SplitsAtFirstEqualsSign(string text, bool isParsed, string path, string value)
    {
        Assert.That(ScenarioOverride.TryParse(text, out ScenarioOverride result), Is.EqualTo(isParsed));
        Assert.That(result, Is.EqualTo(new ScenarioOverride(path, value)));
    }

    private Scenario Read(params string[] changes) => _folder.Read(
        TemporaryScenario.Valid,
        [.. changes.Select(text => ScenarioOverride.TryParse(text, out ScenarioOverride change)
            ? change
            : throw new ArgumentException(text))]);
}
