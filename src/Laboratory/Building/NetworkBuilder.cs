using System.Text;
using Xia.Emulator.Costs;
using Xia.Emulator.Links;
using Xia.Emulator.Nodes;
using Xia.Internet.Wire;
using Xia.Kernel.Links;
using Xia.Kernel.Time;
using Xia.Laboratory.Arms;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Node.Platform;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Transport.Sockets;

namespace Xia.Laboratory.Building;

/// <summary>Builds the nodes and links of an arm, and loads their graphs.</summary>
internal sealed class NetworkBuilder(ArmContext arm, IArchitecture architecture)
{
    /// <summary>The longest payload of a frame, on every link.</summary>
    public const int MtuBytes = 1500;

    /// <summary>Virtual time that each firing of a task or timer of a graph takes.</summary>
    public static readonly Duration FiringCost = Duration.FromMicroseconds(1);

    // A scenario means the same whatever the environment of the process says.
    private static readonly SearchPath BesideGraphs = new(null);

    private const ulong MachinePortMacBase = 0x0202_0000_0000;

    /// <summary>Builds everything but the machines.</summary>
    /// <exception cref="ScenarioException">A graph is wrong; holds the mistakes of all.</exception>
    public ArmNetwork Build()
    {
        List<ScenarioMistake> mistakes = [];
        ArmNetwork network = BuildNodes(mistakes);
        return mistakes.Count == 0 ? network : throw new ScenarioException(mistakes);
    }

    /// <summary>Builds everything but the machines; nodes whose graphs are wrong have none.</summary>
    /// <param name="mistakes">Gets what is wrong in them.</param>
    public ArmNetwork BuildNodes(List<ScenarioMistake> mistakes)
    {
        ArmNetwork network = new();
        foreach (PlannedNode planned in arm.Plan.Nodes)
        {
            network.Add(MakeNode(planned));
        }

        foreach (ScenarioLink link in arm.Scenario.Links)
        {
            network.Add(MakeLink(link, network));
        }

        foreach (HostNode node in network.Nodes)
        {
            ScenarioNode specification = arm.Scenario.Nodes.First(other => other.Name == node.Name);
            IReadOnlyDictionary<string, string> variables = architecture.NodeVariables(node.Plan);
            try
            {
                LoadGraph(node.Node, specification.Graph, variables, node.Stack, node.Name, null);
            }
            catch (ScenarioException wrong)
            {
                mistakes.AddRange(wrong.Mistakes);
            }
        }

        return network;
    }

    /// <summary>Loads a node's graph and starts it.</summary>
    /// <param name="node">The node; its devices are there.</param>
    /// <param name="graph">The graph's files.</param>
    /// <param name="variables">The graph's variables.</param>
    /// <param name="stack">The stack at its edge; null for a router.</param>
    /// <param name="owner">Whose graph it is, by name.</param>
    /// <param name="host">The host of a machine's copy; null for a node's own graph.</param>
    public void LoadGraph(
        EmulatedNode node, ScenarioGraph graph, IReadOnlyDictionary<string, string> variables,
        IHostStack? stack,
        string owner, string? host)
    {
        ScenarioFile file = graph.For(arm.Arm.Network);
        RouterEnvironment environment = new()
        {
            Pool = arm.Pool,
            Devices = node,
            Driver = node,
            Variables = variables,
            Randomness = new Kernel.Randomness.RandomRoot(
                arm.Randomness.Stream($"graph/{owner}/{host}").NextUInt64()),
            Processor = node.Processor,
            Console = new NodeConsole(arm, owner),
            Files = new NodeFiles(
                Path.GetDirectoryName(file.Path)!, host is null ? owner : $"{owner}@{host}", arm.Recorder),
            Libraries = new SystemLibraries(BesideGraphs),
            Packages = arm.Packages,
        };
        if (stack is not null)
        {
            environment.Add(Names.Stack, stack);
        }

        architecture.Equip(environment, owner, host);
        try
        {
            node.Use(RouterGraph.Load(
                File.ReadAllText(file.Path, Encoding.Latin1), file.Path, environment));
        }
        catch (RouterConfigurationException wrong)
        {
            throw new ScenarioException([.. wrong.Messages.Select(message => new ScenarioMistake(
                message.Landmark.File, message.Landmark.Line, message.Landmark.Column,
                $"{message.Text} (graph of {owner})"))]);
        }

        node.Reschedule(arm.Simulation.Now);
    }

    /// <summary>The behaviour of a link as the scenario describes it.</summary>
    public static LinkOptions OptionsOf(ScenarioLink link) => new()
    {
        RateBitsPerSecond = link.RateBitsPerSecond,
        Delay = link.Delay,
        Jitter = link.Jitter,
        QueueBytes = link.QueueBytes,
        LossPartsPerBillion = link.LossPartsPerBillion,
    };

    private HostNode MakeNode(PlannedNode planned)
    {
        ScenarioNode specification = arm.Scenario.Nodes.First(node => node.Name == planned.Name);
        VirtualProcessor processor = new(specification.Cores, arm.Costs);
        EmulatedNode node = new(planned.Name, arm.Simulation, processor, null, FiringCost);
        IHostStack? stack = planned.Role == NodeRole.Host ? architecture.HostStack(planned, processor) : null;
        List<MachinePort> ports = [];
        foreach (PlannedMachinePort port in planned.MachinePorts)
        {
            MacAddress address = new(MachinePortMacBase | ((ulong)node.Number << 8) | (uint)port.Index);
            ports.Add(new MachinePort(port.Device, address, MtuBytes, node, arm.Simulation));
            node.Add(ports[^1]);
        }

        return new HostNode(planned, node, stack, ports);
    }

    private EmulatedLink MakeLink(ScenarioLink link, ArmNetwork network)
    {
        EmulatedLink made = new(link.Name, OptionsOf(link), MtuBytes, arm.Simulation, arm.Randomness);
        HostNode first = network.Node(link.First);
        HostNode second = network.Node(link.Second);
        PlannedPort firstPort = first.Plan.Ports.First(port => port.Link == link.Name);
        PlannedPort secondPort = second.Plan.Ports.First(port => port.Link == link.Name);
        made.Identify(
            firstPort.Device, new MacAddress(firstPort.Mac), secondPort.Device, new MacAddress(
                secondPort.Mac));
        first.Node.Add(made.First);
        second.Node.Add(made.Second);
        return made;
    }

    private static class Names
    {
        /// <summary>The name by which the library's graphs ask for the stack of their node.</summary>
        public const string Stack = "host";
    }
}
