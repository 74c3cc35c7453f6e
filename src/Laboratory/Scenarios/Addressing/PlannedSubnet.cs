namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>The IPv4 subnet of one link.</summary>
/// <param name="Link">The link.</param>
/// <param name="Network">The network out of whose prefix it comes.</param>
/// <param name="Prefix">Its addresses.</param>
/// <param name="IsTransit">Whether both ends are routers.</param>
public sealed record PlannedSubnet(string Link, string Network, Ipv4Prefix Prefix, bool IsTransit);
