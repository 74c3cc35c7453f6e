namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>What a node is called and how it forwards.</summary>
/// <param name="Name">The node; under XIA its host identifier (HID) is named so.</param>
/// <param name="Role">Host or router.</param>
/// <param name="Domain">The autonomous domain (AD) that it belongs to, by name.</param>
/// <param name="Ports">Its link devices <c>eth0</c>… in order of the links.</param>
/// <param name="MachinePorts">A host's devices <c>vm0</c>…, one per machine that is ever on it.</param>
/// <param name="Gateway">A host's next hop; null for routers and for hosts without a router.</param>
/// <param name="IpRoutes">
/// A router's routes to every subnet, the longest prefix first, then by address.
/// </param>
/// <param name="XiaRoutes">
/// A router's routes: domains, then hosts and machines, each in order of the scenario.
/// </param>
public sealed record PlannedNode(
    string Name,
    NodeRole Role,
    string Domain,
    IReadOnlyList<PlannedPort> Ports,
    IReadOnlyList<PlannedMachinePort> MachinePorts,
    PlannedGateway? Gateway,
    IReadOnlyList<IpRoute> IpRoutes,
    IReadOnlyList<XiaRoute> XiaRoutes);
