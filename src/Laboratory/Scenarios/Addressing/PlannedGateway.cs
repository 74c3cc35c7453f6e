namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>The router of a host.</summary>
/// <param name="Node">The router.</param>
/// <param name="Address">Its IPv4 address on the host's subnet.</param>
public sealed record PlannedGateway(string Node, Ipv4Address Address);
