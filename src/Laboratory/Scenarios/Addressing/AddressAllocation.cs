namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>Gives every end of a link and every machine an address out of its subnet.</summary>
/// <remarks>
/// Between routers the first end takes the subnet's first address, the second end the next. With a host the
/// router takes the first, hosts take the second and third, machines those from the fourth on, in order of
/// the scenario. Addresses that the file fixes are set aside first.
/// </remarks>
internal sealed class AddressAllocation
{
    private const uint RouterOffset = 1;
    private const uint HostOffset = 2;
    private const uint MachineOffset = 4;

    private readonly Dictionary<(string Link, string Node), Ipv4Address> _ends = [];
    private readonly Dictionary<string, Ipv4Address> _machines = [];
    private readonly Dictionary<Ipv4Address, string> _owners = [];
    private readonly Action<string, string> _onMistake;

    private AddressAllocation(Action<string, string> onMistake) => _onMistake = onMistake;

    /// <summary>Makes the plan.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="links">The links.</param>
    /// <param name="machines">The machines.</param>
    /// <param name="subnets">The subnets of the links, in their order.</param>
    /// <param name="onMistake">Told the name of a host or machine, and what is wrong.</param>
    internal static AddressAllocation Allocate(
        IReadOnlyList<ScenarioNode> nodes,
        IReadOnlyList<ScenarioLink> links,
        IReadOnlyList<ScenarioMachine> machines,
        IReadOnlyList<PlannedSubnet> subnets,
        Action<string, string> onMistake)
    {
        var plan = new AddressAllocation(onMistake);
        Dictionary<string, ScenarioNode> byName = nodes.ToDictionary(node => node.Name);
        foreach (bool isFixed in (bool[])[true, false])
        {
            for (int i = 0; i < links.Count; i++)
            {
                uint nextHost = HostOffset;
                foreach (string end in (string[])[links[i].First, links[i].Second])
                {
                    ScenarioNode node = byName[end];
                    uint offset = subnets[i].IsTransit ? (end == links[i].First ? 1u : 2u)
                        : node.Role == NodeRole.Router ? RouterOffset
                        : nextHost++;
                    if (node.Address.HasValue == isFixed)
                    {
                        plan._ends[(links[i].Name, end)] = plan.Take(
                            end, node.Address, subnets[i].Prefix, offset);
                    }
                }
            }

            foreach (ScenarioMachine machine in machines.Where(m => m.Address.HasValue == isFixed))
            {
                Ipv4Prefix subnet = SubnetOf(machine, links, subnets).Prefix;
                plan._machines[machine.Name] = plan.Take(
                    machine.Name, machine.Address, subnet, MachineOffset);
            }
        }

        return plan;
    }

    /// <summary>The subnet of the link of the host on which a machine starts.</summary>
    internal static PlannedSubnet SubnetOf(
        ScenarioMachine machine, IReadOnlyList<ScenarioLink> links, IReadOnlyList<PlannedSubnet> subnets) =>
        subnets[IndexOfHostLink(machine.Host, links)];

    /// <summary>The index of a host's only link.</summary>
    internal static int IndexOfHostLink(string host, IReadOnlyList<ScenarioLink> links) =>
        Enumerable.Range(0, links.Count).First(i => links[i].First == host || links[i].Second == host);

    internal Ipv4Address OfEnd(string link, string node) => _ends[(link, node)];

    internal Ipv4Address OfMachine(string machine) => _machines[machine];

    private Ipv4Address Take(string owner, Ipv4Address? wanted, Ipv4Prefix subnet, uint offset)
    {
        Ipv4Address address = wanted ?? subnet.Network + offset;
        while (wanted is null && _owners.ContainsKey(address) && address < subnet.Last)
        {
            address += 1;
        }

        if (!subnet.Contains(address) || address == subnet.Network || address == subnet.Last)
        {
            _onMistake(owner, wanted is null
                ? $"subnet {subnet} has no address left for '{owner}'"
                : $"'address': expected a host address of subnet {subnet}, found '{address}'");
        }
        else if (!_owners.TryAdd(address, owner))
        {
            _onMistake(owner, $"'address': {address} belongs to '{_owners[address]}' already");
        }

        return address;
    }
}
