using Xia.Laboratory.Scenarios.Addressing;

namespace Xia.Laboratory.Scenarios;

/// <summary>A host or a router.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Network">The network that it belongs to.</param>
/// <param name="Role">Host or router.</param>
/// <param name="Graph">Its Click graphs.</param>
/// <param name="Cores">How many cores its work may occupy at once.</param>
/// <param name="Address">The IPv4 address of a host's own stack if the file fixes it.</param>
public sealed record ScenarioNode(
    string Name, string Network, NodeRole Role, ScenarioGraph Graph, int Cores, Ipv4Address? Address);
