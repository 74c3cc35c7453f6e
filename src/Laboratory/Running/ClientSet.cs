using Xia.Emulator.Nodes;
using Xia.Kernel.Time;
using Xia.Laboratory.Building;
using Xia.Laboratory.Scenarios;
using Xia.Transport.Sockets;
using Xia.Workload.Clients;

namespace Xia.Laboratory.Running;

/// <summary>The clients of an arm, on their hosts.</summary>
internal sealed class ClientSet
{
    private readonly List<(ScenarioClient Specification, IClient Client)> _clients = [];

    /// <summary>Makes the clients of a scenario and puts them on their hosts.</summary>
    public ClientSet(ArmContext arm, ArmNetwork network)
    {
        foreach (ScenarioClient specification in arm.Scenario.Clients)
        {
            HostNode host = network.Node(specification.Host);
            IClient client = Make(specification, host.Stack!, arm.Scenario);
            _clients.Add((specification, client));
            host.Node.Add(new ClientTimer(client));
            host.Node.Reschedule(arm.Simulation.Now);
        }
    }

    /// <summary>The clients, in order of the scenario.</summary>
    public IReadOnlyList<(ScenarioClient Specification, IClient Client)> All => _clients;

    /// <summary>A machine runs again.</summary>
    public void OnMachineResumed(string machine, Instant now)
    {
        foreach ((ScenarioClient specification, IClient client) in _clients)
        {
            if (specification.Machine == machine)
            {
                client.OnPeerResumed(now);
            }
        }
    }

    /// <summary>The run is over.</summary>
    public void Finish(Instant now)
    {
        foreach ((_, IClient client) in _clients)
        {
            client.Finish(now);
        }
    }

    private static IClient Make(ScenarioClient specification, ISocketLayer stack, Scenario scenario) =>
        specification.Traffic switch
        {
            ScenarioTraffic.Datagrams datagrams => new DatagramProbe(
                specification.Name,
                stack,
                specification.Peer,
                new DatagramProbeOptions
                {
                    Start = specification.Start,
                    Stop = specification.Stop,
                    Every = datagrams.Every,
                    RequestBytes = datagrams.SizeBytes,
                    Keys = KeysOf(specification, scenario),
                }),
            ScenarioTraffic.Stream stream => new StreamClient(
                specification.Name,
                stack,
                specification.Peer,
                new StreamClientOptions
                {
                    Start = specification.Start,
                    Stop = specification.Stop,
                    RateBitsPerSecond = stream.RateBitsPerSecond,
                    SessionTimeout = scenario.SessionTimeout,
                }),
            ScenarioTraffic.Connect connect => new Connector(
                specification.Name,
                stack,
                specification.Peer,
                new ConnectorOptions
                {
                    Start = specification.Start,
                    Stop = specification.Stop,
                    Every = connect.Every,
                    Keys = KeysOf(specification, scenario),
                }),
            _ => throw new ArgumentOutOfRangeException(
                nameof(specification), specification.Traffic, "An unknown kind of client."),
        };

    private static int KeysOf(ScenarioClient client, Scenario scenario) => scenario.Machines
        .First(machine => machine.Name == client.Machine).Services
        .OfType<ScenarioService.KeyValue>().First(service => service.Name == client.Service).Keys;
}
