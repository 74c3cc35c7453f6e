namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>One end of a link.</summary>
/// <param name="Device">The device in the node's graph, such as <c>eth0</c>.</param>
/// <param name="Index">Its number.</param>
/// <param name="Link">The link.</param>
/// <param name="Peer">The node at the other end.</param>
/// <param name="PeerIndex">The number of the other end's device there.</param>
/// <param name="Mac">Its Ethernet address; the low 48 bits.</param>
/// <param name="Address">Its IPv4 address.</param>
/// <param name="Subnet">The subnet of the link.</param>
public sealed record PlannedPort(
    string Device,
    int Index,
    string Link,
    string Peer,
    int PeerIndex,
    ulong Mac,
    Ipv4Address Address,
    Ipv4Prefix Subnet);
