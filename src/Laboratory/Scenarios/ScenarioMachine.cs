using Xia.Laboratory.Scenarios.Addressing;

namespace Xia.Laboratory.Scenarios;

/// <summary>A virtual machine.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Host">The host on which it starts.</param>
/// <param name="MemoryBytes">Its memory; a multiple of 4096.</param>
/// <param name="VirtualCpus">How many vCPUs it has.</param>
/// <param name="Graph">The Click graphs of the guest.</param>
/// <param name="Workload">What writes its memory apart from its services.</param>
/// <param name="Services">What it serves.</param>
/// <param name="Address">The IPv4 address of its stack if the file fixes it.</param>
public sealed record ScenarioMachine(
    string Name,
    string Host,
    long MemoryBytes,
    int VirtualCpus,
    ScenarioGraph Graph,
    ScenarioWorkload Workload,
    IReadOnlyList<ScenarioService> Services,
    Ipv4Address? Address);
