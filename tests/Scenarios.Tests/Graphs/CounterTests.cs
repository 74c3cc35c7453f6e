using Xia.Emulator.Costs;
using Xia.Emulator.Links;
using Xia.Kernel.Time;
using Xia.Laboratory.Building;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Running;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Laboratory.Scenarios.Reading;
using Xia.Router.Captures;
using Xia.Router.Elements.Devices;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;

namespace Xia.Scenarios.Tests.Graphs;

/// <summary>A Counter in any node's graph counts exactly the frames of that node's capture.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class CounterTests
{
    private static readonly string[] Arms = ["xia", "ip-none"];

    private readonly Dictionary<string, ArmNetwork> _networks = [];
    private string _folder = "";
    private Scenario _scenario = null!;

    [OneTimeSetUp]
    public void Run()
    {
        _folder = Directory.CreateTempSubdirectory("xia-counted-").FullName;
        _scenario = ScenarioReader.Read(CountedNetwork.WriteTo(_folder), []);
        NetworkPlan plan = NetworkPlanner.Plan(_scenario);
        RunResult result = RunConductor.Run(
            _scenario,
            new RunOptions { Folder = _folder },
            CostTable.Default.Name,
            (arm, recorder, stop) =>
            {
                ArmRun run = new(_scenario, plan, arm, CostTable.Default, recorder);
                _networks.Add(arm.Name, run.Network);
                return run.Run(null, stop);
            },
            CancellationToken.None);
        Assert.That(result.Arms.SelectMany(arm => arm.Failures), Is.Empty);
    }

    [OneTimeTearDown]
    public void RemoveCaptures() => Directory.Delete(_folder, recursive: true);

    [TestCaseSource(nameof(Arms))]
    public void Count_OfEveryDevice_EqualsTheCapture(string arm)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (EmulatedLink link in _networks[arm].Links)
            {
                IReadOnlyList<CapturedFrame> frames = PcapngReader.Read(
                    File.ReadAllBytes(Path.Combine(_folder, $"{arm}-{link.Name}.pcapng")));
                ScenarioLink specification = _scenario.Links.First(item => item.Name == link.Name);
                Check(arm, specification.First, link, CaptureDirection.Outbound, frames);
                Check(arm, specification.Second, link, CaptureDirection.Inbound, frames);
            }
        }
    }

    /// <summary>Compares the counters at one end of a link with the link's capture.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="node">The node at this end.</param>
    /// <param name="link">The link.</param>
    /// <param name="sent">The direction of the capture in which this end sends.</param>
    /// <param name="frames">The capture.</param>
    private void Check(
        string arm,
        string node,
        EmulatedLink link,
        CaptureDirection sent,
        IReadOnlyList<CapturedFrame> frames)
    {
        HostNode at = _networks[arm].Node(node);
        string device = at.Plan.Ports.First(port => port.Link == link.Name).Device;
        List<CapturedFrame> outgoing = [.. frames.Where(frame => frame.Direction == sent)];

        // A capture shows frames when they leave their device; those under way at the end have not arrived.
        Instant lastDeparture = _scenario.Until - link.First.Model.Options.Delay;
        List<CapturedFrame> incoming =
            [.. frames.Where(frame => frame.Direction != sent && frame.Time <= lastDeparture)];

        string where = $"{arm}, {node} {device}";
        Assert.That(outgoing, Has.Count.GreaterThan(200), where);
        CheckCounter(at.Graph, CounterAt<ToDevice>(at.Graph, device), outgoing, $"{where} sent");
        CheckCounter(at.Graph, CounterAt<FromDevice>(at.Graph, device), incoming, $"{where} received");
    }

    private static void CheckCounter(
        RouterGraph graph, string counter, IReadOnlyList<CapturedFrame> frames, string what)
    {
        Assert.That(graph.ReadHandler($"{counter}.count"), Is.EqualTo($"{frames.Count}"), what);
        long bytes = frames.Sum(frame => (long)frame.OriginalLengthBytes);
        Assert.That(graph.ReadHandler($"{counter}.byte_count"), Is.EqualTo($"{bytes}"), $"{what}, bytes");
    }

    /// <summary>The name of the Counter next to a device's element of a kind.</summary>
    private static string CounterAt<T>(RouterGraph graph, string device)
        where T : Element
    {
        T element = graph.Elements.OfType<T>().Single(
            item => item.Configuration.Split(',')[0].Trim() == device);
        Assert.That(element.Name, Does.EndWith($"/{CountedNetwork.DeviceName}"));
        string counter = element.Name[..^CountedNetwork.DeviceName.Length] + CountedNetwork.CounterName;
        Assert.That(graph.Find<Counter>(counter), Is.Not.Null, counter);
        return counter;
    }
}
