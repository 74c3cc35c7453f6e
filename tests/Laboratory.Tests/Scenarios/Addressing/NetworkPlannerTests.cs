using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using static Xia.Laboratory.Scenarios.Addressing.XiaRoute.TargetKind;

namespace Xia.Laboratory.Tests.Scenarios.Addressing;

internal sealed class NetworkPlannerTests
{
    /// <summary>The topology of scenarios/quickstart.</summary>
    private const string Quickstart = """
        name: quickstart
        until: 45s
        networks:
          campus: { ad: campus, prefix: 10.1.0.0/16 }
          core:   { ad: core,   prefix: 10.9.0.0/16 }
          east:   { ad: east,   prefix: 10.2.0.0/16 }
          west:   { ad: west,   prefix: 10.3.0.0/16 }
        nodes:
          client:   { in: campus, graph: host }
          visitor:  { in: campus, graph: host }
          access:   { in: campus, graph: router }
          core1:    { in: core,   graph: router }
          core2:    { in: core,   graph: router }
          siteA:    { in: east,   graph: router }
          siteB:    { in: west,   graph: router }
          hostA:    { in: east,   graph: host, cores: 2 }
          hostB:    { in: west,   graph: host, cores: 2 }
        defaults:
          link: { rate: 1Gbps, queue: 256KiB }
        links:
          - { between: [client, access],  delay: 200us }
          - { between: [visitor, access], delay: 200us }
          - { between: [access, core1],   delay: 2ms }
          - { between: [core1, core2],    delay: 5ms }
          - { between: [core1, siteA],    delay: 1ms }
          - { between: [core2, siteB],    delay: 1ms }
          - { between: [siteA, hostA],    delay: 50us }
          - { between: [siteB, hostB],    delay: 50us }
        machines:
          web: { on: hostA, memory: 256MiB }
          db: { on: hostB, memory: 4MiB, address: 10.3.0.9 }
        events:
          - { at: 2s, migrate: web, to: hostB, strategy: pre-copy }
        arms:
          - { name: xia, network: xia }
        """;

    private TemporaryScenario _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryScenario();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Plan_Links_GetSubnetsFromBothEndsOfTheirPrefix() =>
        Assert.That(Plan().Subnets.Select(subnet => subnet.Prefix.ToString()), Is.EqualTo(new[]
        {
            "10.1.0.0/24",
            "10.1.1.0/24",
            "10.1.255.252/30",
            "10.9.255.252/30",
            "10.9.255.248/30",
            "10.9.255.244/30",
            "10.2.0.0/24",
            "10.3.0.0/24",
        }));

    [Test]
    public void Plan_Ports_AreNumberedInOrderOfLinks()
    {
        PlannedNode core1 = Plan().Node("core1");

        Assert.That(core1.Ports.Select(port => $"{port.Device} {port.Link} {port.Peer}.{port.PeerIndex} {port.Address}"),
            Is.EqualTo(new[]
            {
                "eth0 access-core1 access.2 10.1.255.254",
                "eth1 core1-core2 core2.0 10.9.255.253",
                "eth2 core1-siteA siteA.0 10.9.255.249",
            }));
    }

    [Test]
    public void Plan_Hosts_SitBehindTheirRouter()
    {
        PlannedNode hostA = Plan().Node("hostA");

        Assert.Multiple(() =>
        {
            Assert.That(hostA.Ports.Single().Address.ToString(), Is.EqualTo("10.2.0.2"));
            Assert.That(hostA.Gateway, Is.EqualTo(new PlannedGateway("siteA", Address("10.2.0.1"))));
            Assert.That(hostA.MachinePorts, Is.EqualTo(new[] { new PlannedMachinePort("vm0", 0, "web") }));
            Assert.That(hostA.IpRoutes, Is.Empty);
        });
    }

    [Test]
    public void Plan_HostWithArrivals_HasPortsForAll() =>
        Assert.That(Plan().Node("hostB").MachinePorts.Select(port => $"{port.Device} {port.Machine}"),
            Is.EqualTo(new[] { "vm0 db", "vm1 web" }));

    [Test]
    public void Plan_Machines_TakeAddressesOfTheirFirstHost()
    {
        PlannedMachine web = Plan().Machine("web");

        Assert.Multiple(() =>
        {
            Assert.That(web.Address.ToString(), Is.EqualTo("10.2.0.4"));
            Assert.That(web.Domain, Is.EqualTo("east"));
            Assert.That(web.Gateway, Is.EqualTo(new PlannedGateway("siteA", Address("10.2.0.1"))));
            Assert.That(Plan().Machine("db").Address.ToString(), Is.EqualTo("10.3.0.9"));
        });
    }

    [Test]
    public void Plan_Addresses_AreAllDifferent()
    {
        NetworkPlan plan = Plan();
        PlannedPort[] ports = [.. plan.Nodes.SelectMany(node => node.Ports)];

        Assert.That(ports.Select(port => port.Address).Concat(plan.Machines.Select(m => m.Address)), Is.Unique);
        Assert.That(ports.Select(port => port.Mac).Concat(plan.Machines.Select(m => m.Mac)), Is.Unique);
    }

    [Test]
    public void Plan_RouterIpRoutes_CoverEverySubnet() =>
        Assert.That(Plan().Node("core2").IpRoutes.Select(Describe), Is.EqualTo(new[]
        {
            "10.1.255.252/30 eth0 10.9.255.253",
            "10.9.255.244/30 eth1 -",
            "10.9.255.248/30 eth0 10.9.255.253",
            "10.9.255.252/30 eth0 -",
            "10.1.0.0/24 eth0 10.9.255.253",
            "10.1.1.0/24 eth0 10.9.255.253",
            "10.2.0.0/24 eth0 10.9.255.253",
            "10.3.0.0/24 eth1 10.9.255.246",
        }));

    [Test]
    public void Plan_RouterXiaRoutes_LeadToDomainsAndToHostsOfTheOwnOne() =>
        Assert.That(Plan().Node("siteA").XiaRoutes, Is.EqualTo(new[]
        {
            new XiaRoute(Domain, "campus", 0, "core1"),
            new XiaRoute(Domain, "core", 0, "core1"),
            new XiaRoute(Domain, "east", -1, null),
            new XiaRoute(Domain, "west", 0, "core1"),
            new XiaRoute(Node, "siteA", -1, null),
            new XiaRoute(Node, "hostA", 1, "hostA"),
            new XiaRoute(Machine, "web", 1, "web"),
        }));

    [Test]
    public void Plan_EveryPair_IsConnectedWithoutLoop()
    {
        NetworkPlan plan = Plan();
        foreach (PlannedNode start in plan.Nodes.Where(node => node.Role == NodeRole.Router))
        {
            foreach (PlannedPort target in plan.Nodes.SelectMany(node => node.Ports))
            {
                PlannedNode at = start;
                int hops = 0;
                while (at.Role == NodeRole.Router && at.Ports.All(port => port.Address != target.Address))
                {
                    IpRoute route = at.IpRoutes.First(candidate => candidate.Prefix.Contains(target.Address));
                    at = route.NextHop is null
                        ? plan.Nodes.First(node => node.Ports.Any(port => port.Address == target.Address))
                        : plan.Node(at.Ports[route.Port].Peer);
                    Assert.That(++hops, Is.LessThan(plan.Nodes.Count), $"{start.Name} to {target.Address}");
                }

                Assert.That(at.Ports.Any(port => port.Address == target.Address), $"{start.Name} to {target.Address}");
            }
        }
    }

    [Test]
    public void Plan_EquallyLongPaths_TakeTheLowerPort()
    {
        string diamond = """
            name: diamond
            until: 1s
            networks: { n: { prefix: 10.0.0.0/16 } }
            nodes:
              s: { in: n, graph: router }
              u: { in: n, graph: router }
              l: { in: n, graph: router }
              d: { in: n, graph: router }
              h: { in: n, graph: host }
            links:
              - { between: [s, u], rate: 1Gbps, delay: 1ms }
              - { between: [s, l], rate: 1Gbps, delay: 1ms }
              - { between: [u, d], rate: 1Gbps, delay: 1ms }
              - { between: [l, d], rate: 1Gbps, delay: 1ms }
              - { between: [d, h], rate: 1Gbps, delay: 0s }
            arms: [ { name: ip, network: ip } ]
            """;

        NetworkPlan plan = NetworkPlanner.Plan(_folder.Read(diamond));

        Assert.That(plan.Node("s").IpRoutes[^1].Port, Is.Zero);
        Assert.That(plan.Node("s").XiaRoutes[^1], Is.EqualTo(new XiaRoute(Node, "h", 0, "u")));
    }

    private static Ipv4Address Address(string text) =>
        Ipv4Address.TryParse(text, out Ipv4Address address) ? address : throw new FormatException(text);

    private static string Describe(IpRoute route) =>
        $"{route.Prefix} eth{route.Port} {route.NextHop?.ToString() ?? "-"}";

    private NetworkPlan Plan() => NetworkPlanner.Plan(_folder.Read(Quickstart));
}
