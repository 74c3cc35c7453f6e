namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>Where a router sends IPv4 packets.</summary>
/// <param name="Prefix">The subnet, or the single address.</param>
/// <param name="Port">The number of the link device.</param>
/// <param name="NextHop">The next router; null if the destination is on the link.</param>
public sealed record IpRoute(Ipv4Prefix Prefix, int Port, Ipv4Address? NextHop);
