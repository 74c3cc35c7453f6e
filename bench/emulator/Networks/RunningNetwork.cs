using Xia.Bench.Emulator.Traffic;
using Xia.Emulator.Costs;
using Xia.Emulator.Links;
using Xia.Emulator.Loop;
using Xia.Kernel.Time;
using Xia.Laboratory.Arms;
using Xia.Laboratory.Building;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Laboratory.Scenarios.Reading;
using Xia.Transport.Sockets;

namespace Xia.Bench.Emulator.Networks;

/// <summary>A network of the comparison as it runs: the laboratory's nodes, links and stacks, a sender per flow.</summary>
internal sealed class RunningNetwork : IDisposable
{
    private static readonly Duration FirstStart = Duration.FromMilliseconds(10);
    private static readonly Duration StartStep = Duration.FromNanoseconds(1_700);
    private static readonly Duration Settling = Duration.FromSeconds(1);

    private readonly ArmRecorder _recorder;
    private readonly ArmContext _arm;
    private readonly ArmNetwork _network;
    private readonly List<ConstantRateSender> _senders = [];
    private readonly List<CountingReceiver> _receivers = [];

    /// <summary>Builds the network, lets every flow send one datagram so that neighbours are known, and starts all flows.</summary>
    /// <param name="network">Which network.</param>
    /// <param name="armName">Which architecture.</param>
    public RunningNetwork(BenchNetwork network, string armName)
    {
        string file = Path.Combine(AppContext.BaseDirectory, network.Name + ".yaml");
        Scenario scenario =
            ScenarioReader.ReadText(file, ScenarioText.Of(network), [], AppContext.BaseDirectory);
        ScenarioArm arm = scenario.Arms.First(candidate => candidate.Name == armName);
        _recorder = new ArmRecorder(armName, null);
        _arm = new ArmContext(scenario, NetworkPlanner.Plan(scenario), arm, CostTable.Ideal, _recorder, ArmTrial.None);
        IArchitecture architecture =
            arm.Network == Architecture.Xia ? new XiaArchitecture(_arm) : new IpArchitecture(_arm);
        _network = new NetworkBuilder(_arm, architecture).Build();
        foreach ((int from, int to) in network.Flows)
        {
            AddFlow(_network.Node(ScenarioText.HostName(from)), _network.Node(ScenarioText.HostName(to)), network.Interval);
        }

        StartAll(true);
        RunFor(Settling);
        StartAll(false);
        RunFor(FirstStart + Settling);
    }

    /// <summary>Events handled so far.</summary>
    public long Events => _arm.Simulation.EventsHandled;

    /// <summary>Frames that crossed a link so far: each is a packet-hop.</summary>
    public long Hops
    {
        get
        {
            long frames = 0;
            foreach (EmulatedLink link in _network.Links)
            {
                frames += link.First.ReceivedFrames + link.Second.ReceivedFrames;
            }

            return frames;
        }
    }

    /// <summary>Datagrams handed to stacks so far.</summary>
    public long Sent => _senders.Sum(sender => sender.Sent);

    /// <summary>Datagrams that reached their application so far.</summary>
    public long Received => _receivers.Sum(receiver => receiver.Received);

    /// <summary>Goes on in virtual time.</summary>
    public void RunFor(Duration duration)
    {
        Simulation simulation = _arm.Simulation;
        simulation.RunUntil(simulation.Now + duration, CancellationToken.None);
    }

    /// <summary>Stops the flows and lets what is on its way arrive.</summary>
    public void Finish()
    {
        _senders.ForEach(sender => sender.NextTimeout = null);
        RunFor(Settling);
    }

    /// <inheritdoc/>
    public void Dispose() => _recorder.Dispose();

    private void AddFlow(HostNode from, HostNode to, Duration interval)
    {
        CountingReceiver receiver = new();
        to.Stack!.OpenDatagram(MigrationAgent.Service, receiver);
        string name = $"{to.Name}.{MigrationAgent.Service}";
        if (!from.Stack!.TryResolve(name, out PeerToken peer))
        {
            throw new InvalidOperationException($"{from.Name} does not know {name}.");
        }

        ConstantRateSender sender = new(from.Stack, peer, BenchNetwork.PayloadBytes, interval);
        from.Node.Add(sender);
        _senders.Add(sender);
        _receivers.Add(receiver);
    }

    private void StartAll(bool one)
    {
        Instant now = _arm.Simulation.Now;
        for (int i = 0; i < _senders.Count; i++)
        {
            _senders[i].SendsOne = one;
            _senders[i].NextTimeout = now + FirstStart + (StartStep * i);
        }

        foreach (HostNode node in _network.Nodes)
        {
            node.Node.Reschedule(now);
        }
    }
}
