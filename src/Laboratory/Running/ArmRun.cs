using Xia.Emulator.Costs;
using Xia.Emulator.Links;
using Xia.Kernel.Links;
using Xia.Kernel.Time;
using Xia.Laboratory.Arms;
using Xia.Laboratory.Building;
using Xia.Laboratory.Captures;
using Xia.Laboratory.Measurement;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Migration.Machines;
using Xia.Overlay.Hosts;
using Xia.Workload.Services;

namespace Xia.Laboratory.Running;

/// <summary>One arm of a run, from an empty network to its figures.</summary>
internal sealed class ArmRun
{
    /// <summary>How much virtual time passes between two reports of progress.</summary>
    private static readonly Duration ProgressStep = Duration.FromMilliseconds(500);

    /// <summary>The longest frame that a capture keeps whole.</summary>
    private const int WholeFrameBytes = 65_535;

    private readonly ArmContext _arm;
    private readonly IArchitecture _architecture;
    private readonly ArmNetwork _network;
    private readonly MoveHub _hub;
    private readonly ClientSet _clients;
    private readonly EventSchedule _events;
    private readonly IMobility _mobility;
    private readonly PeerAdoption _adoption = new();
    private readonly List<LinkCapture> _captures = [];
    private readonly Dictionary<string, LinkMeter> _meters = [];

    /// <summary>Builds everything and puts the machines on their hosts.</summary>
    public ArmRun(
        Scenario scenario, NetworkPlan plan, ScenarioArm arm, CostTable costs, ArmRecorder recorder,
        ArmTrial? trial = null)
    {
        _arm = new ArmContext(scenario, plan, arm, costs, recorder, trial ?? ArmTrial.None);
        _architecture = ArchitectureOf(_arm);
        NetworkBuilder builder = new(_arm, _architecture);
        _network = builder.Build();
        _hub = new MoveHub(_arm, _network);
        MachineBuilder machines = new(_arm, _network, builder, _architecture);
        Dictionary<string, MigrationAgent> agents = [];
        foreach (HostNode host in _network.Nodes.Where(node => node.Stack is not null))
        {
            agents.Add(host.Name, new MigrationAgent(_arm, host, machines, _hub));
        }

        _mobility = _architecture.Mobility(_network);
        _hub.Mobility = _mobility;
        TapLinks();
        foreach (ScenarioMachine machine in scenario.Machines)
        {
            Guest guest = machines.MakeFirst(machine);
            guest.Machine.Resume(_arm.Simulation.Now);
            _mobility.OnPlaced(guest, _arm.Simulation.Now);
        }

        _clients = new ClientSet(_arm, _network);
        _events = new EventSchedule(_arm, _network, _hub, agents, _architecture);
        foreach (string host in scenario.Clients.Select(client => client.Host).Distinct())
        {
            if (_network.Node(host).Stack is OverlayStack stack)
            {
                stack.RebindingObserver = _adoption;
            }
        }

        _hub.Added += OnMoveAdded;
        _hub.Reached += OnMoveReached;
    }

    /// <summary>
    /// Loads the graphs of an arm's nodes and machines, and nothing more; tells what is wrong in them.
    /// </summary>
    public static List<ScenarioMistake> CheckGraphs(
        Scenario scenario, NetworkPlan plan, ScenarioArm arm, CostTable costs, ArmRecorder recorder)
    {
        ArmContext context = new(scenario, plan, arm, costs, recorder, ArmTrial.None);
        IArchitecture architecture = ArchitectureOf(context);
        NetworkBuilder builder = new(context, architecture);
        List<ScenarioMistake> mistakes = [];
        ArmNetwork network = builder.BuildNodes(mistakes);
        MachineBuilder machines = new(context, network, builder, architecture);
        foreach (ScenarioMachine machine in scenario.Machines)
        {
            try
            {
                machines.MakeBare(machine).Graph.Close();
            }
            catch (ScenarioException wrong)
            {
                mistakes.AddRange(wrong.Mistakes);
            }
        }

        foreach (HostNode node in network.Nodes)
        {
            node.Node.Graph?.Close();
        }

        return mistakes;
    }

    /// <summary>What was built; for tests.</summary>
    public ArmNetwork Network => _network;

    /// <summary>The context; for tests.</summary>
    public ArmContext Context => _arm;

    /// <summary>What its nodes speak; for tests.</summary>
    public IArchitecture Architecture => _architecture;

    /// <summary>The clients; for tests.</summary>
    public ClientSet Clients => _clients;

    /// <summary>The moves; for tests.</summary>
    public MoveHub Hub => _hub;

    /// <summary>Runs to the scenario's end.</summary>
    public ArmResult Run(IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        Instant until = _arm.Scenario.Until;
        while (_arm.Simulation.Now < until)
        {
            _arm.Simulation.RunUntil(Instant.Min(until, _arm.Simulation.Now + ProgressStep), cancellation);
            progress?.Report(new RunProgress(_arm.Arm.Name, _arm.Simulation.Now, until));
        }

        List<string> failures = [.. _hub.Violations, .. _events.Failures];
        CheckStores(failures);
        ArmMeasurement measurement = new(_arm, _hub, _clients, _meters, _adoption, _mobility);
        ArmResult result = measurement.Measure(failures);
        Close(failures);
        return result with { Failures = failures };
    }

    private static IArchitecture ArchitectureOf(ArmContext arm) =>
        arm.Arm.Network == Scenarios.Architecture.Xia ? new XiaArchitecture(arm) : new IpArchitecture(arm);

    private void OnMoveAdded(MoveRecord record) => record.WireBytesBefore = MigrationBytesAt(record.From);

    private void OnMoveReached(string machine, MoveMoment moment, Instant now)
    {
        MoveRecord record = _hub.Records.Last(item => item.Request.Machine == machine);
        record.WireBytes = MigrationBytesAt(record.From) - record.WireBytesBefore;
        if (moment == MoveMoment.Reserved && record.Destination is { } shell)
        {
            // In time for what the gate held: it is let through within the resume.
            record.Arrivals = new ArrivalLog(_architecture.Classify);
            shell.Host.PortOf(machine).Tap = record.Arrivals;
        }

        if (moment == MoveMoment.Resumed && record.Destination is { } copy)
        {
            IMachineMemory memory = copy.Machine.Memory;
            record.ContentPages = Enumerable.Range(0, memory.PageCount).Count(page => !memory.IsZero(page));
            _clients.OnMachineResumed(machine, now);
        }
    }

    private long MigrationBytesAt(string host) =>
        _meters[_network.Node(host).Plan.Ports[0].Link].Bytes(FrameClass.Migration);

    private void TapLinks()
    {
        foreach (EmulatedLink link in _network.Links)
        {
            LinkCapture? capture = null;
            ScenarioCapture? wanted = _arm.Scenario.Captures.FirstOrDefault(item => item.Link == link.Name);
            if (wanted is not null)
            {
                Stream file = _arm.Recorder.OpenCapture($"-{link.Name}.pcapng");
                capture = new LinkCapture(file, link.Name, wanted.SnapBytes ?? WholeFrameBytes);
                _captures.Add(capture);
            }

            LinkMeter meter = new(_architecture.Classify, capture);
            _meters.Add(link.Name, meter);
            link.Tap = meter;
        }
    }

    private void CheckStores(List<string> failures)
    {
        foreach (Guest copy in _network.Copies.Where(copy => copy.Node.IsRunning))
        {
            foreach (KeyValueService service in copy.Services)
            {
                if (service.Store.CheckIntegrity() is { IsSound: false } damage)
                {
                    failures.Add(
                        $"The store of {copy.Specification.Name} on {copy.Host.Name} is damaged: {damage}.");
                }
            }
        }
    }

    private void NoteDrops(LinkEnd end, string link, string sender)
    {
        LinkCounters counters = end.Model.Counters(_arm.Simulation.Now);
        if (counters.QueueFullFrames > 0)
        {
            _arm.Recorder.Note(
                _arm.Simulation.Now, "link.queue-full", link, counters.QueueFullFrames,
                $"frames from {sender}");
        }
    }

    /// <summary>Ends graphs and links; every packet must have gone back to the pool then.</summary>
    private void Close(List<string> failures)
    {
        _captures.ForEach(capture => capture.Finish());
        foreach (Guest copy in _network.Copies)
        {
            copy.Machine.Destroy(_arm.Simulation.Now);
        }

        foreach (HostNode node in _network.Nodes)
        {
            node.Graph.Close();
        }

        foreach (ScenarioLink planned in _arm.Scenario.Links)
        {
            EmulatedLink link = _network.Link(planned.Name);
            NoteDrops(link.First, link.Name, planned.First);
            NoteDrops(link.Second, link.Name, planned.Second);
            link.First.Drain();
            link.Second.Drain();
        }

        if (_arm.Pool.Outstanding != 0)
        {
            failures.Add($"{_arm.Pool.Outstanding} packets were not given back to their pool.");
        }
    }
}
