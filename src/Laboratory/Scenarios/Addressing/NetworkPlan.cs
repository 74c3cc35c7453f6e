namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>Every address, identifier's name and route of a scenario, for both architectures.</summary>
/// <param name="Subnets">The IPv4 subnets: one per link, in order of the links.</param>
/// <param name="Nodes">The nodes, in order of the scenario.</param>
/// <param name="Machines">The machines, in order of the scenario.</param>
public sealed record NetworkPlan(
    IReadOnlyList<PlannedSubnet> Subnets,
    IReadOnlyList<PlannedNode> Nodes,
    IReadOnlyList<PlannedMachine> Machines)
{
    /// <summary>The plan of a node.</summary>
    /// <exception cref="KeyNotFoundException">The scenario has no such node.</exception>
    public PlannedNode Node(string name) =>
        Nodes.FirstOrDefault(node => node.Name == name) ?? throw new KeyNotFoundException($"No node {name}.");

    /// <summary>The plan of a machine.</summary>
    /// <exception cref="KeyNotFoundException">The scenario has no such machine.</exception>
    public PlannedMachine Machine(string name) =>
        Machines.FirstOrDefault(machine => machine.Name == name)
        ?? throw new KeyNotFoundException($"No machine {name}.");
}
