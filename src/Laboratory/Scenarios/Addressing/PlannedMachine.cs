namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>What a machine is called, where it starts.</summary>
/// <param name="Name">The machine; under XIA its host identifier (HID) is named so.</param>
/// <param name="Host">The host on which it starts.</param>
/// <param name="Domain">The autonomous domain (AD) of that host, by name.</param>
/// <param name="Mac">Its Ethernet address; the low 48 bits.</param>
/// <param name="Address">Its IPv4 address, out of the subnet of the host on which it starts.</param>
/// <param name="Subnet">That subnet.</param>
/// <param name="Gateway">Its next hop there; null if the host has no router.</param>
public sealed record PlannedMachine(
    string Name,
    string Host,
    string Domain,
    ulong Mac,
    Ipv4Address Address,
    Ipv4Prefix Subnet,
    PlannedGateway? Gateway);
