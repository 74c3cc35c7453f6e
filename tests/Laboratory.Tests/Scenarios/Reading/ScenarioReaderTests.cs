using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Reading;
using Xia.Laboratory.Scenarios.Writing;

namespace Xia.Laboratory.Tests.Scenarios.Reading;

internal sealed class ScenarioReaderTests
{
    private TemporaryScenario _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryScenario();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Read_ValidFile_FillsDefaultsIn()
    {
        Scenario scenario = _folder.Read(TemporaryScenario.Valid);

        Assert.Multiple(() =>
        {
            Assert.That(scenario.Seed, Is.EqualTo(1));
            Assert.That(scenario.Title, Is.EqualTo("pair"));
            Assert.That(scenario.Until, Is.EqualTo(new Instant(10_000_000_000)));
            Assert.That(scenario.SessionTimeout, Is.EqualTo(Duration.FromSeconds(30)));
            Assert.That(scenario.Nodes.Select(node => node.Role), Is.EqualTo(new[]
            {
                NodeRole.Host, NodeRole.Router, NodeRole.Router, NodeRole.Host,
            }));
            Assert.That(scenario.Nodes[0].Graph.For(Architecture.Ip).Path, Does.EndWith(Path.Combine("ip", "host.click")));
            ScenarioLink link = scenario.Links[1];
            Assert.That(link.Name, Is.EqualTo("r1-r2"));
            Assert.That(link.Network, Is.EqualTo("left"));
            Assert.That(link.RateBitsPerSecond, Is.EqualTo(100_000_000));
            Assert.That(link.LossPartsPerBillion, Is.EqualTo(1_000_000));
            Assert.That(link.QueueBytes, Is.EqualTo(256 * 1024));
            Assert.That(scenario.Machines[0].Workload, Is.EqualTo(new ScenarioWorkload.None()));
            Assert.That(scenario.Clients[0].Peer, Is.EqualTo("web.kv"));
            Assert.That(scenario.Costs.Source, Is.EqualTo(ScenarioCosts.CostSource.Default));
            Assert.That(scenario.Arms[1].Mobility, Is.EqualTo(ScenarioArm.MobilityScheme.None));
            var move = (ScenarioEvent.Migrate)scenario.Events[0];
            Assert.That(move.LimitBytesPerSecond, Is.EqualTo(32 << 20));
            Assert.That(move.Downtime, Is.EqualTo(Duration.FromMilliseconds(300)));
            Assert.That(move.MaxRounds, Is.EqualTo(30));
        });
    }

    [Test]
    public void Read_LinkToHost_BelongsToNetworkOfHost() =>
        Assert.That(
            _folder.Read(TemporaryScenario.Valid.Replace("in: left, graph: router", "in: right, graph: router"))
                .Links[0].Network,
            Is.EqualTo("left"));

    [Test]
    public void Read_SameFileTwice_GivesSameScenario()
    {
        Scenario first = _folder.Read(TemporaryScenario.Valid);
        Scenario second = _folder.Read(TemporaryScenario.Valid);

        Assert.That(ScenarioWriter.Write(second), Is.EqualTo(ScenarioWriter.Write(first)));
        Assert.That(second.Digest, Is.EqualTo(first.Digest));
    }

    [Test]
    public void Read_Anchors_StandForTheirValues()
    {
        string text = TemporaryScenario.Valid
            .Replace("{ in: left, graph: router }", "&r { in: left, graph: router }")
            .Replace("r2: { in: right, graph: router }", "r2: *r");

        Scenario scenario = _folder.Read(text, new ScenarioOverride("nodes.r2.cores", "3"));

        Assert.That(scenario.Nodes.Select(node => node.Cores), Is.EqualTo(new[] { 1, 1, 3, 2 }));
    }

    [Test]
    public void Read_EveryEventForm_ReadsAsMeant()
    {
        Scenario scenario = _folder.Read(With("""
          - { on: web.resumed, after: 5ms, write: r1.rt.add, value: "10.0.0.0/8 1", arm: ip-none }
          - { at: 3s, link: r1-r2, loss: 5%, delay: 7ms, rate: 1Mbps, down: true }
          - { at: 4s, link: r1-r2, up: true }
          - { at: 5s, corrupt: { link: r1-r2, migrationFrame: 3, byte: -1 } }
          - { at: 5s, corrupt: { link: r1-r2, frame: 9, byte: 14, fixChecksum: true } }
        """));

        Assert.That(scenario.Events.Skip(1), Is.EqualTo(new ScenarioEvent[]
        {
            new ScenarioEvent.WriteHandler(
                new ScenarioTrigger.On("web", MoveMoment.Resumed, Duration.FromMilliseconds(5)),
                "ip-none",
                "r1",
                "rt.add",
                "10.0.0.0/8 1"),
            new ScenarioEvent.ChangeLink(
                At(3), null, "r1-r2", 50_000_000, Duration.FromMilliseconds(7), 1_000_000, false),
            new ScenarioEvent.ChangeLink(At(4), null, "r1-r2", null, null, null, true),
            new ScenarioEvent.CorruptFrame(At(5), null, "r1-r2", 3, true, -1, false),
            new ScenarioEvent.CorruptFrame(At(5), null, "r1-r2", 9, false, 14, true),
        }));
    }

    [Test]
    public void Read_EveryWorkloadAndTraffic_ReadsAsMeant()
    {
        Scenario scenario = _folder.Read(TemporaryScenario.Valid
            .Replace("services:", "workload: { trace: idle, after: loop }, services:")
            .Replace("clients:", """
                  db: { on: b, memory: 8MiB, graph: own.click, workload: { writer: { hot: { region: 1MiB, rate: 2000/s, content: text } } } }
                clients:
                  - { name: s, on: b, to: web.kv, stream: { rate: 4Mbps }, start: 1s, stop: 2s }
                  - { name: c, on: b, to: web.kv, connect: { every: 200ms } }
                """));

        Assert.Multiple(() =>
        {
            Assert.That(scenario.Machines[0].Workload, Is.EqualTo(new ScenarioWorkload.Trace(
                new ScenarioFile("idle", Path.Combine(_folder.Folder, "traces", "idle-1.xpt2.gz")),
                ScenarioWorkload.TraceEnd.Loop)));
            Assert.That(((ScenarioWorkload.Writer)scenario.Machines[1].Workload).Classes, Is.EqualTo(new[]
            {
                new ScenarioWorkload.WriterClass("hot", 1 << 20, 2000, 8, ScenarioWorkload.PageContent.Text),
            }));
            Assert.That(scenario.Clients[0], Is.EqualTo(new ScenarioClient(
                "s",
                "b",
                "web",
                "kv",
                new ScenarioTraffic.Stream(4_000_000),
                new Instant(1_000_000_000),
                new Instant(2_000_000_000))));
            Assert.That(scenario.Clients[1].Traffic, Is.EqualTo(
                new ScenarioTraffic.Connect(Duration.FromMilliseconds(200))));
        });
    }

    [Test]
    public void Read_Folder_ReadsItsScenarioFile()
    {
        _folder.Put("scenario.yaml", TemporaryScenario.Valid);

        Assert.That(ScenarioReader.Read(_folder.Folder, []).Name, Is.EqualTo("pair"));
    }

    [Test]
    public void Read_MissingFile_SaysSo()
    {
        string path = Path.Combine(_folder.Folder, "none.yaml");

        ScenarioException wrong = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(path, []))!;

        Assert.That(wrong.Message, Is.EqualTo($"{path}: there is no such file"));
    }

    [Test]
    public void Read_NotUtf8_SaysSo()
    {
        string path = Path.Combine(_folder.Folder, "latin1.yaml");
        File.WriteAllBytes(path, [0x6e, 0xe4, 0x6e]);

        ScenarioException wrong = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(path, []))!;

        Assert.That(wrong.Message, Is.EqualTo($"{path}: expected text in UTF-8"));
    }

    private static ScenarioTrigger.At At(long seconds) => new(new Instant(seconds * 1_000_000_000));

    private static string With(string events) =>
        TemporaryScenario.Valid.Replace("arms:\n", events + "\narms:\n");
}
