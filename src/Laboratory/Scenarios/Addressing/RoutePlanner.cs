namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>Derives the routers' routes from the shortest paths.</summary>
internal sealed class RoutePlanner
{
    private readonly Scenario _scenario;
    private readonly IReadOnlyList<PlannedSubnet> _subnets;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<PlannedPort>> _ports;
    private readonly Dictionary<string, ScenarioNode> _nodes;
    private readonly Dictionary<string, ScenarioLink> _links;

    internal RoutePlanner(
        Scenario scenario,
        IReadOnlyList<PlannedSubnet> subnets,
        IReadOnlyDictionary<string, IReadOnlyList<PlannedPort>> ports)
    {
        _scenario = scenario;
        _subnets = subnets;
        _ports = ports;
        _nodes = scenario.Nodes.ToDictionary(node => node.Name);
        _links = scenario.Links.ToDictionary(link => link.Name);
    }

    /// <summary>A route to every subnet: over its own port, or to the nearer router on it.</summary>
    internal IReadOnlyList<IpRoute> IpRoutes(string router)
    {
        ShortestPaths paths = ShortestPaths.From(router, _nodes, _ports, _links);
        List<IpRoute> routes = [];
        foreach (PlannedSubnet subnet in _subnets)
        {
            ScenarioLink link = _links[subnet.Link];
            if (link.First == router || link.Second == router)
            {
                int port = _ports[router].First(candidate => candidate.Link == link.Name).Index;
                routes.Add(new IpRoute(subnet.Prefix, port, null));
            }
            else if (paths.ToNearest([link.First, link.Second]) is { } path)
            {
                PlannedPort port = _ports[router][path.FirstPort];
                routes.Add(new IpRoute(subnet.Prefix, port.Index, _ports[port.Peer][port.PeerIndex].Address));
            }
        }

        return [.. routes
            .OrderByDescending(route => route.Prefix.Length).ThenBy(route => route.Prefix.Network)];
    }

    /// <summary>A route to every domain, and within its own domain to every node and machine.</summary>
    internal IReadOnlyList<XiaRoute> XiaRoutes(ScenarioNode router)
    {
        ShortestPaths everywhere = ShortestPaths.From(router.Name, _nodes, _ports, _links);
        Dictionary<string, ScenarioNode> own = _scenario.Nodes
            .Where(node => node.Network == router.Network).ToDictionary(node => node.Name);
        ShortestPaths within = ShortestPaths.From(router.Name, own, _ports, _links);
        List<XiaRoute> routes = [];
        foreach (ScenarioNetwork network in _scenario.Networks)
        {
            IEnumerable<string> members =
                _scenario.Nodes.Where(node => node.Network == network.Name).Select(node => node.Name);
            Add(
                routes,
                XiaRoute.TargetKind.Domain,
                network.Domain,
                router.Name,
                everywhere.ToNearest(members),
                null);
        }

        foreach (ScenarioNode node in own.Values)
        {
            Add(routes, XiaRoute.TargetKind.Node, node.Name, router.Name, within.To(node.Name), null);
        }

        foreach (ScenarioMachine machine in _scenario.Machines)
        {
            Add(
                routes,
                XiaRoute.TargetKind.Machine,
                machine.Name,
                router.Name,
                within.To(machine.Host),
                machine.Host);
        }

        return routes;
    }

    private void Add(
        List<XiaRoute> routes,
        XiaRoute.TargetKind kind,
        string name,
        string router,
        ShortestPaths.Path? found,
        string? host)
    {
        if (found is not { } path)
        {
            return;
        }

        string? next = path.FirstPort < 0 ? null : _ports[router][path.FirstPort].Peer;
        routes.Add(new XiaRoute(kind, name, path.FirstPort, next == host && next is not null ? name : next));
    }
}
