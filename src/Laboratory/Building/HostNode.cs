using Xia.Emulator.Nodes;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Router.Graph;
using Xia.Transport.Sockets;

namespace Xia.Laboratory.Building;

/// <summary>A host or router of the arm: its emulated node, its stack, its ports for machines.</summary>
/// <param name="Plan">Its addresses and routes.</param>
/// <param name="Node">The emulated node.</param>
/// <param name="Stack">Its own stack; null for a router.</param>
/// <param name="MachinePorts">The ports for machines, in order.</param>
internal sealed record HostNode(
    PlannedNode Plan, EmulatedNode Node, IHostStack? Stack, IReadOnlyList<MachinePort> MachinePorts)
{
    /// <summary>Its name.</summary>
    public string Name => Plan.Name;

    /// <summary>Its graph.</summary>
    public RouterGraph Graph =>
        Node.Graph ?? throw new InvalidOperationException($"{Name} has no graph yet.");

    /// <summary>The port that is kept for a machine.</summary>
    public MachinePort PortOf(string machine)
    {
        PlannedMachinePort planned = Plan.MachinePorts.First(port => port.Machine == machine);
        return MachinePorts[planned.Index];
    }

    /// <summary>The number of the port that is kept for a machine.</summary>
    public int PortIndexOf(string machine) => Plan.MachinePorts.First(port => port.Machine == machine).Index;
}
