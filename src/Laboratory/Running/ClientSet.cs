using Xia.Kernel.Time;
using Xia.Laboratory.Building;
using Xia.Laboratory.Scenarios;
using Xia.Transport.Sockets;
using Xia.Workload.Clients;

namespace Xia.Laboratory.Running;

/// <summary>The clients of an arm, on their hosts.</summary>
internal sealed class ClientSet
{
    private readonly List<RunningClient> _clients = [];

    /// <summary>Makes the clients of a scenario and puts them on their hosts.</summary>
    public ClientSet(ArmContext arm, ArmNetwork network)
    {
        foreach (ScenarioClient specification in arm.Scenario.Clients)
        {
            HostNode host = network.Node(specification.Host);
            RunningClient client = Make(specification, host.Stack!, arm.Scenario);
            _clients.Add(client);
            host.Node.Add(client);
            host.Node.Reschedule(arm.Simulation.Now);
        }
    }

    /// <summary>The clients, in order of the scenario.</summary>
    public IReadOnlyList<RunningClient> All => _clients;

    /// <summary>The first probe of the scenario, or null.</summary>
    public RunningClient.Probe? Probe => _clients.OfType<RunningClient.Probe>().FirstOrDefault();

    /// <summary>The first stream of the scenario, or null.</summary>
    public RunningClient.Stream? Stream => _clients.OfType<RunningClient.Stream>().FirstOrDefault();

    /// <summary>A machine runs again.</summary>
    public void OnMachineResumed(string machine, Instant now)
    {
        foreach (RunningClient client in _clients.Where(client => client.Specification.Machine == machine))
        {
            client.OnMachineResumed(now);
        }
    }

    private static RunningClient Make(ScenarioClient specification, ISocketLayer stack, Scenario scenario)
    {
        if (!stack.TryResolve(specification.Peer, out PeerToken peer))
        {
            throw new InvalidOperationException(
                $"{specification.Host} knows nobody called {specification.Peer}.");
        }

        int keys = KeysOf(specification, scenario);
        return specification.Traffic switch
        {
            ScenarioTraffic.Datagrams datagrams => new RunningClient.Probe(
                specification,
                new DatagramProbe(stack, peer, new ProbeOptions
                {
                    Start = specification.Start,
                    Stop = specification.Stop,
                    Every = datagrams.Every,
                    RequestBytes = datagrams.SizeBytes,
                    Keys = keys,
                })),
            ScenarioTraffic.Stream stream => new RunningClient.Stream(
                specification,
                new StreamClient(stack, peer, new StreamOptions
                {
                    Start = specification.Start,
                    Stop = specification.Stop,
                    RateBitsPerSecond = stream.RateBitsPerSecond,
                    SessionTimeout = scenario.SessionTimeout,
                })),
            ScenarioTraffic.Connect connect => new RunningClient.Connects(
                specification,
                new Connector(stack, peer, new ConnectorOptions
                {
                    Start = specification.Start,
                    Stop = specification.Stop,
                    Every = connect.Every,
                    Keys = keys,
                })),
            _ => throw new ArgumentOutOfRangeException(
                nameof(specification), specification.Traffic, "An unknown kind of client."),
        };
    }

    private static int KeysOf(ScenarioClient client, Scenario scenario) => scenario.Machines
        .First(machine => machine.Name == client.Machine).Services
        .OfType<ScenarioService.KeyValue>().First(service => service.Name == client.Service).Keys;
}
