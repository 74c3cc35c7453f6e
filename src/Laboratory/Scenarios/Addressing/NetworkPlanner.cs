namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>Derives every address and route from a scenario; the same scenario gives the same plan.</summary>
public static class NetworkPlanner
{
    private const ulong NodeMacBase = 0x0200_0000_0000;
    private const ulong MachineMacBase = 0x0201_0000_0000;

    /// <summary>Makes the plan.</summary>
    public static NetworkPlan Plan(Scenario scenario)
    {
        IReadOnlyList<PlannedSubnet> subnets = SubnetAllocation.Allocate(
            scenario.Networks,
            scenario.Nodes,
            scenario.Links,
            (_, message) => throw new ArgumentException(message));
        AddressAllocation addresses = AddressAllocation.Allocate(
            scenario.Nodes,
            scenario.Links,
            scenario.Machines,
            subnets,
            (_, message) => throw new ArgumentException(message));
        Dictionary<string, IReadOnlyList<PlannedPort>> ports = scenario.Nodes.ToDictionary(
            node => node.Name,
            IReadOnlyList<PlannedPort> (node) => Ports(node.Name, scenario, subnets, addresses));
        var routes = new RoutePlanner(scenario, subnets, ports);
        return new NetworkPlan(
            subnets,
            [.. scenario.Nodes.Select(node => PlanNode(node, scenario, ports, routes))],
            [.. scenario.Machines.Select(
                (machine, i) => PlanMachine(machine, i, scenario, subnets, addresses, ports))]);
    }

    private static List<PlannedPort> Ports(
        string node, Scenario scenario, IReadOnlyList<PlannedSubnet> subnets, AddressAllocation addresses)
    {
        int nodeIndex = scenario.Nodes.Select(other => other.Name).ToList().IndexOf(node);
        List<PlannedPort> ports = [];
        for (int i = 0; i < scenario.Links.Count; i++)
        {
            ScenarioLink link = scenario.Links[i];
            if (link.First != node && link.Second != node)
            {
                continue;
            }

            string peer = link.First == node ? link.Second : link.First;
            int peerIndex = scenario.Links.Take(i).Count(
                other => other.First == peer || other.Second == peer);
            ports.Add(new PlannedPort(
                $"eth{ports.Count}",
                ports.Count,
                link.Name,
                peer,
                peerIndex,
                NodeMacBase | ((ulong)nodeIndex << 8) | (uint)ports.Count,
                addresses.OfEnd(link.Name, node),
                subnets[i].Prefix));
        }

        return ports;
    }

    private static PlannedNode PlanNode(
        ScenarioNode node,
        Scenario scenario,
        Dictionary<string, IReadOnlyList<PlannedPort>> ports,
        RoutePlanner routes)
    {
        bool isHost = node.Role == NodeRole.Host;
        return new PlannedNode(
            node.Name,
            node.Role,
            scenario.Networks.First(network => network.Name == node.Network).Domain,
            ports[node.Name],
            isHost ? MachinePorts(node.Name, scenario) : [],
            isHost ? GatewayOf(node.Name, scenario, ports) : null,
            isHost ? [] : routes.IpRoutes(node.Name),
            isHost ? [] : routes.XiaRoutes(node));
    }

    /// <summary>One port per machine that starts here or is ever asked to come here, in that order.</summary>
    private static List<PlannedMachinePort> MachinePorts(string host, Scenario scenario)
    {
        IEnumerable<string> starting = scenario.Machines
            .Where(machine => machine.Host == host).Select(machine => machine.Name);
        IEnumerable<string> coming = scenario.Events
            .OfType<ScenarioEvent.Migrate>().Where(move => move.To == host).Select(move => move.Machine);
        return [.. starting.Concat(coming).Distinct()
            .Select((machine, i) => new PlannedMachinePort($"vm{i}", i, machine))];
    }

    private static PlannedGateway? GatewayOf(
        string host, Scenario scenario, Dictionary<string, IReadOnlyList<PlannedPort>> ports)
    {
        PlannedPort uplink = ports[host][0];
        bool isRouter = scenario.Nodes.First(node => node.Name == uplink.Peer).Role == NodeRole.Router;
        return isRouter
            ? new PlannedGateway(uplink.Peer, ports[uplink.Peer][uplink.PeerIndex].Address)
            : null;
    }

    private static PlannedMachine PlanMachine(
        ScenarioMachine machine,
        int index,
        Scenario scenario,
        IReadOnlyList<PlannedSubnet> subnets,
        AddressAllocation addresses,
        Dictionary<string, IReadOnlyList<PlannedPort>> ports)
    {
        ScenarioNode host = scenario.Nodes.First(node => node.Name == machine.Host);
        return new PlannedMachine(
            machine.Name,
            machine.Host,
            scenario.Networks.First(network => network.Name == host.Network).Domain,
            MachineMacBase | ((ulong)index << 8),
            addresses.OfMachine(machine.Name),
            AddressAllocation.SubnetOf(machine, scenario.Links, subnets).Prefix,
            GatewayOf(machine.Host, scenario, ports));
    }
}
