namespace Xia.Laboratory.Tests.Scenarios.Reading;

/// <summary>Every mistake that a scenario file can have, with the place and the words that tell it.</summary>
internal sealed class ScenarioMistakeTests
{
    // Each case replaces a piece of the valid scenario and names the one mistake that follows.
    private static readonly TestCaseData[] Cases =
    [
        // The whole file.
        Case("until: 10s\n", "", "1:1: scenario needs 'until': expected a time above zero such as 60s"),
        Case("name: pair", "name: 1pair",
            "1:7: 'name': expected a name: a letter, then letters, digits, '-' or '_', at most 32, found '1pair'"),
        Case("name: pair", "nam: pair",
            "1:1: scenario needs 'name': expected a name: a letter, then letters, digits, '-' or '_', at most 32",
            "1:1: scenario has no key 'nam'; did you mean 'name'?"),
        Case("until: 10s", "until: 10s\nuntil: 11s", "3:1: duplicate key 'until'; it stands already on line 2"),
        Case("until: 10s", "until: 10s\nseed: -1", "3:7: 'seed': expected a whole number from 0, found '-1'"),
        Case("until: 10s", "until: 0s", "2:8: 'until': expected a time above zero such as 60s, found '0s'"),
        Case("until: 10s", "until: 10",
            "2:8: 'until': expected a duration such as 5ms or 2s; the unit is missing, found '10'"),
        Case("until: 10s", "until: 10s\nsessionTimeout: 0s",
            "3:17: 'sessionTimeout': expected a duration above zero such as 5ms, found '0s'"),
        Case("until: 10s", "until: 10s\ncosts: mine.json",
            "3:8: 'costs': expected default, none or a file; there is no file 'mine.json' in the scenario's folder"),
        Case("until: 10s", "until: 10s\ndefaults: { links: { rate: 1Mbps } }",
            "3:13: defaults has no key 'links'; did you mean 'link'?"),

        // Networks.
        Case("10.2.0.0/16", "10.1.128.0/17",
            "5:31: prefix 10.1.128.0/17 overlaps 10.1.0.0/16 of network 'left'"),
        Case("10.2.0.0/16", "10.2.0.1/16",
            "5:31: 'prefix': expected an IPv4 prefix such as 10.1.0.0/16 with zeros after its length, found '10.2.0.1/16'"),
        Case("10.2.0.0/16", "10.2.0.0/30",
            "5:31: 'prefix': expected at most /28, so that subnets fit in, found '10.2.0.0/30'"),
        Case("ad: right", "ad: left", "5:16: another network is the autonomous domain 'left' already"),

        // Nodes.
        Case("a: { in: left, graph: host }", "a: { graph: host }",
            "7:6: node a needs 'in': expected the name of a network"),
        Case("a: { in: left,", "a: { in: lft,", "7:12: 'in': no network 'lft' is declared; did you mean 'left'?"),
        Case("a: { in: left, graph: host }", "a: host",
            "7:6: expected a mapping that describes node a, found 'host'"),
        Case("cores: 2", "cores: 0", "10:39: 'cores': expected a whole number from 1 to 1024, found '0'"),
        Case("cores: 2", "core: 2", "10:32: node b has no key 'core'; did you mean 'cores'?"),
        Case("b: { in: right, graph: host,", "b: { in: right, graph: hos, role: host,",
            "10:26: 'graph': the library has no graph 'hos' for xia; did you mean 'host'?",
            "10:26: 'graph': the library has no graph 'hos' for ip; did you mean 'host'?"),
        Case("b: { in: right, graph: host,", "b: { in: right, graph: my.click, role: host,",
            "10:26: 'graph': there is no file 'my.click' in the scenario's folder"),
        Case("b: { in: right, graph: host,", "b: { in: right, graph: own.click,",
            "10:6: node b needs 'role': expected one of host, router"),
        Case("r2: { in: right,", "r2: { in: right, address: 10.2.0.9,",
            "9:20: node r2: 'address' is for hosts; a router has an address per link, out of the link's 'subnet'"),
        Case("cores: 2", "address: 10.2.9.9",
            "10:3: 'address': expected a host address of subnet 10.2.0.0/24, found '10.2.9.9'"),
        Case("memory: 64MiB", "memory: 64MiB, address: 10.1.0.255",
            "16:3: 'address': expected a host address of subnet 10.1.0.0/24, found '10.1.0.255'"),

        // Links.
        Case("rate: 100Mbps", "rate: 100MB",
            "13:32: 'rate': expected a rate such as 100Mbps or 32MiBps; 'MB' is no unit of it, found '100MB'"),
        Case("rate: 100Mbps", "rate: 0bps", "13:32: 'rate': expected a rate above zero such as 100Mbps, found '0bps'"),
        Case("rate: 100Mbps, ", "", "13:5: link needs 'rate': expected a rate above zero such as 100Mbps"),
        Case("loss: 0.1%", "loss: 101%", "13:59: 'loss': expected a share of at most 100%, found '101%'"),
        Case("loss: 0.1%", "los: 0.1%", "13:53: link has no key 'los'; did you mean 'loss'?"),
        Case("[r1, r2]", "[r1, r1]", "9:3: no links lead from node 'a' to node 'r2'",
            "10:3: no links lead from node 'a' to node 'b'",
            "13:21: 'between': expected two different nodes, found 'r1' twice",
            "24:13: 'captures': no link 'r1-r2' is declared; known: a-r1, r2-b"),
        Case("- { between: [r2, b], rate: 1Gbps, delay: 1ms }",
            "- { between: [r2, b], rate: 1Gbps, delay: 1ms }\n  - { between: [b, r1], rate: 1Gbps, delay: 1ms }",
            "15:16: host 'b' has one link already and no more ports"),
        Case("- { between: [r2, b], rate: 1Gbps, delay: 1ms }",
            "- { between: [r2, b], rate: 1Gbps, delay: 1ms }\n  - { between: [r2, r1], name: r1-r2, rate: 1Gbps, delay: 1ms }",
            "15:32: duplicate link 'r1-r2'; each needs a name of its own"),
        Case("loss: 0.1%", "subnet: 10.7.0.0/30",
            "13:5: 'subnet': expected a part of 10.1.0.0/16 of network 'left', found '10.7.0.0/30'"),
        Case("loss: 0.1%", "subnet: 10.1.0.0/31", "13:5: 'subnet': expected at most /30, found '10.1.0.0/31'"),
        Case("links:\n", "links:\n  - nonsense\n", "12:5: expected a mapping that describes link, found 'nonsense'"),
        Case("- { between: [r1, r2], rate: 100Mbps, delay: 5ms, loss: 0.1% }",
            "- { between: [r1, r2], in: right, rate: 100Mbps, delay: 5ms }\n  - { between: [r1, r2], name: x, in: lef, rate: 1Mbps, delay: 5ms }",
            "14:39: 'in': no network 'lef' is declared; did you mean 'left'?"),

        // Machines.
        Case("on: a, memory", "on: r1, memory", "16:14: 'on': expected a host, found the router 'r1'"),
        Case("on: a, memory", "on: hostB, memory", "16:14: 'on': no node 'hostB' is declared; known: a, r1, r2, b"),
        Case("memory: 64MiB", "memory: 1000B",
            "16:25: 'memory': expected a size that is a multiple of 4KiB, at least one page, such as 256MiB, found '1000B'"),
        Case("memory: 64MiB", "memory: 64MiB, vcpus: 0",
            "16:39: 'vcpus': expected a whole number from 1 to 256, found '0'"),
        Case("memory: 64MiB", "memory: 64MiB, workload: { trace: idl }",
            "16:51: 'trace': there is no trace 'idl'; known: idle-1"),
        Case("memory: 64MiB", "memory: 64MiB, workload: { trace: x.xpt2.gz }",
            "16:51: 'trace': there is no file 'x.xpt2.gz' in the scenario's folder"),
        Case("memory: 64MiB", "memory: 64MiB, workload: { after: hold }",
            "16:42: workload: expected exactly one of trace, writer, found none"),
        Case("memory: 64MiB", "memory: 64MiB, workload: busy",
            "16:42: 'workload': expected { trace: name }, { writer: … } or none, found 'busy'"),
        Case("memory: 64MiB", "memory: 64MiB, workload: { writer: { hot: { region: 65MiB, rate: 5/s } } }",
            "16:52: 'writer': expected regions that fit into 67108864 bytes of memory, found 68157440"),
        Case("memory: 64MiB", "memory: 64MiB, workload: { writer: { hot: { region: 4MiB, rate: 5 } } }",
            "16:81: 'rate': expected a rate such as 2000/s, found '5'"),
        Case("{ keys: 100 }", "{ keys: many }",
            "16:58: 'keys': expected a whole number from 1 to 100000000, found 'many'"),
        Case("[ { kv: { keys: 100 } } ]", "[ { kvs: { keys: 100 } } ]",
            "16:44: service: expected exactly one of kv, found none",
            "16:46: service has no key 'kvs'; did you mean 'kv'?",
            "18:31: 'to': machine 'web' has no service 'kv'"),

        // Clients.
        Case("on: b, to", "on: r2, to", "18:24: 'on': expected a host, found the router 'r2'"),
        Case("to: web.kv", "to: web", "18:31: 'to': expected a machine's service such as web.kv, found 'web'"),
        Case("to: web.kv", "to: wep.kv", "18:31: 'to': no machine 'wep' is declared; did you mean 'web'?"),
        Case("to: web.kv", "to: web.kw", "18:31: 'to': machine 'web' has no service 'kw'; did you mean 'kv'?"),
        Case("every: 1ms", "every: 0s", "18:59: 'every': expected a duration above zero such as 5ms, found '0s'"),
        Case("{ every: 1ms }", "{ every: 1ms, size: 2KiB }",
            "18:70: 'size': expected a size from 32B to 1200B, found '2KiB'"),
        Case("datagrams: { every: 1ms }", "datagrams: { every: 1ms }, stream: { rate: 1Mbps }",
            "18:66: client: expected exactly one of datagrams, stream, connect, found datagrams and stream"),
        Case("datagrams: { every: 1ms }", "start: 1s",
            "18:5: client: expected exactly one of datagrams, stream, connect, found none"),
        Case("datagrams: { every: 1ms }", "datagrams: { every: 1ms }, start: 2s, stop: 1s",
            "18:83: 'stop': expected a time after the start at 2s, found '1s'"),

        // Events.
        Case("at: 2s", "at: 10s", "20:11: 'at': expected a time before the end at 10s, found '10s'"),
        Case("at: 2s, ", "", "20:5: event: expected exactly one of at, on, found none"),
        Case("at: 2s", "on: web.moved",
            "20:11: 'on': a move has no moment 'moved'; known: reserved, pre-announced, frozen, resumed, committed, released, aborted"),
        Case("at: 2s", "on: resumed",
            "20:11: 'on': expected a machine's moment such as web.resumed, found 'resumed'"),
        Case("at: 2s", "at: 2s, after: 1s", "20:15: event: 'after' is for events with 'on'"),
        Case("migrate: web", "migrate: wep", "20:24: 'migrate': no machine 'wep' is declared; did you mean 'web'?"),
        Case("to: b, strategy", "to: a, strategy", "20:33: 'to': machine 'web' is on 'a' already"),
        Case("to: b, strategy", "to: r2, strategy", "20:33: 'to': expected a host, found the router 'r2'"),
        Case("strategy: pre-copy", "strategy: precopy",
            "20:46: 'strategy': expected one of stop-and-copy, pre-copy, found 'precopy'"),
        Case("limit: 32MiBps", "limit: 32MB",
            "20:63: 'limit': expected a rate such as 100Mbps or 32MiBps; 'MB' is no unit of it, found '32MB'"),
        Case("limit: 32MiBps", "downtime: 0ms",
            "20:66: 'downtime': expected a duration above zero such as 5ms, found '0ms'"),
        Case("limit: 32MiBps", "arm: xa", "20:61: 'arm': no arm 'xa' is declared; did you mean 'xia'?"),
        Case("migrate: web, to: b, strategy: pre-copy, limit: 32MiBps", "write: r3.rt.add",
            "20:22: 'write': no node or machine 'r3' is declared; did you mean 'r1'?"),
        Case("migrate: web, to: b, strategy: pre-copy, limit: 32MiBps", "write: r1",
            "20:22: 'write': expected a node and a handler of its graph such as r1.rt.add, found 'r1'"),
        Case("migrate: web, to: b, strategy: pre-copy, limit: 32MiBps", "link: a-r9, down: true",
            "20:21: 'link': no link 'a-r9' is declared; did you mean 'a-r1'?"),
        Case("migrate: web, to: b, strategy: pre-copy, limit: 32MiBps", "link: a-r1",
            "20:5: event: expected what changes of the link: loss, delay, rate, up or down"),
        Case("migrate: web, to: b, strategy: pre-copy, limit: 32MiBps", "link: a-r1, up: true, down: true",
            "20:43: event: expected 'up' or 'down', found both"),
        Case("migrate: web, to: b, strategy: pre-copy, limit: 32MiBps", "corrupt: { link: a-r1, byte: 3 }",
            "20:24: corrupt: expected exactly one of frame, migrationFrame, found none"),
        Case("migrate: web, to: b, strategy: pre-copy, limit: 32MiBps", "explode: web",
            "20:5: event: expected exactly one of migrate, write, link, corrupt, found none"),

        // Arms and captures.
        Case("network: ip }", "network: ipv4 }", "23:31: 'network': expected one of xia, ip, found 'ipv4'"),
        Case("mobility: rebind", "mobility: rebnd", "22:42: 'mobility': expected one of none, rebind, found 'rebnd'"),
        Case("network: ip }", "network: ip, mobility: rebind }", "23:45: 'mobility': 'rebind' needs network: xia"),
        Case("network: ip }", "network: ip, forwarding: buffer }", "23:47: 'forwarding': 'buffer' needs network: xia"),
        Case("network: ip }", "network: ip, anticipated: true }", "23:48: 'anticipated': 'true' needs a mobility scheme"),
        Case("network: ip }", "network: ip, kick: yes }", "23:41: 'kick': expected true or false, found 'yes'"),
        Case("name: ip-none", "name: xia", "23:13: duplicate arm 'xia'; each needs a name of its own"),
        Case("[ r1-r2 ]", "[ r2-r1 ]", "24:13: 'captures': no link 'r2-r1' is declared; known: a-r1, r1-r2, r2-b"),
        Case("[ r1-r2 ]", "[ r1-r2, r1-r2 ]", "24:20: 'captures': link 'r1-r2' is captured already"),
        Case("[ r1-r2 ]", "[ { link: r1-r2, snap: 1B } ]", "24:34: 'snap': expected a size from 64B to 65535B, found '1B'"),
    ];

    private TemporaryScenario _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryScenario();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCaseSource(nameof(Cases))]
    public void Read_Mistake_TellsPlaceAndExpectation(string original, string mistaken, string[] expected)
    {
        Assert.That(TemporaryScenario.Valid, Does.Contain(original), "The case replaces something that is there.");

        IReadOnlyList<string> found = _folder.Mistakes(Replace(original, mistaken));

        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public void Read_SeveralMistakes_TellsAllInOrderOfFile()
    {
        string text = TemporaryScenario.Valid
            .Replace("at: 2s", "at: 12s")
            .Replace("rate: 100Mbps", "rate: fast")
            .Replace("graph: router", "graph: router, speed: 9");

        IReadOnlyList<string> found = _folder.Mistakes(text);

        Assert.That(found, Is.EqualTo(new[]
        {
            "8:34: node r1 has no key 'speed'; known: in, graph, role, cores, address",
            "9:35: node r2 has no key 'speed'; known: in, graph, role, cores, address",
            "13:32: 'rate': expected a rate such as 100Mbps or 32MiBps, found 'fast'",
            "20:11: 'at': expected a time before the end at 10s, found '12s'",
        }));
    }

    [Test]
    public void Read_AddressOfAnother_TellsTheSecond()
    {
        string text = TemporaryScenario.Valid
            .Replace("a: { in: left,", "a: { in: left, address: 10.1.0.5,")
            .Replace("memory: 64MiB", "memory: 64MiB, address: 10.1.0.5");

        Assert.That(_folder.Mistakes(text), Is.EqualTo(new[] { "16:3: 'address': 10.1.0.5 belongs to 'a' already" }));
    }

    [Test]
    public void Read_NineLinksAtALibraryRouter_TellsTheNinth()
    {
        string more = string.Concat(Enumerable.Range(1, 7).Select(i =>
            $"  - {{ between: [r1, r2], name: more{i}, rate: 1Gbps, delay: 1ms }}\n"));
        string text = TemporaryScenario.Valid
            .Replace("r2: { in: right, graph: router }", "r2: { in: right, graph: own.click, role: router }")
            .Replace("machines:\n", more + "machines:\n");

        Assert.That(
            _folder.Mistakes(text), Is.EqualTo(new[] { "21:16: router 'r1' has 8 links already and no more ports" }));
    }

    [Test]
    public void Read_FiveMachinesForOneHost_TellsTheFifth()
    {
        string more = string.Concat(Enumerable.Range(1, 4).Select(i => $"  m{i}: {{ on: a, memory: 4KiB }}\n"));

        IReadOnlyList<string> found = _folder.Mistakes(TemporaryScenario.Valid.Replace("clients:\n", more + "clients:\n"));

        Assert.That(found, Is.EqualTo(new[] { "20:3: host 'a' has ports for 4 machines; 'm4' is one more" }));
    }

    [Test]
    public void Read_PrefixWithoutRoomForAllLinks_TellsTheLink()
    {
        string text = TemporaryScenario.Valid.Replace("prefix: 10.1.0.0/16", "prefix: 10.1.0.0/28");

        Assert.That(_folder.Mistakes(text), Is.EqualTo(new[]
        {
            "13:5: prefix 10.1.0.0/28 of network 'left' has no subnet left for it",
        }));
    }

    [Test]
    public void Read_NetworkInTwoPieces_TellsTheLostNode()
    {
        string text = TemporaryScenario.Valid
            .Replace("r1: { in: left", "r1: { in: right")
            .Replace("b: { in: right", "b: { in: left");

        Assert.That(_folder.Mistakes(text), Is.EqualTo(new[]
        {
            "10:3: network 'left' falls apart: no links within it lead from 'a' to 'b'",
        }));
    }

    [TestCase("", "1:1: expected a scenario with 'name', 'nodes', 'arms' …, found nothing")]
    [TestCase("- a\n", "1:1: expected a scenario with 'name', 'nodes', 'arms' …, found a list")]
    public void Read_NoMapping_SaysWhatWasExpected(string text, string expected) =>
        Assert.That(_folder.Mistakes(text), Is.EqualTo(new[] { expected }));

    [Test]
    public void Read_BrokenSyntax_TellsPlace()
    {
        string mistake = _folder.Mistakes("name: pair\nnodes: { a: [\n").Single();

        Assert.That(mistake, Does.Match("^[23]:[0-9]+: this is not YAML: "));
    }

    private static TestCaseData Case(string original, string mistaken, params string[] expected) =>
        new TestCaseData(original, mistaken, expected).SetArgDisplayNames(expected[0]);

    private static string Replace(string original, string mistaken)
    {
        int at = TemporaryScenario.Valid.IndexOf(original, StringComparison.Ordinal);
        return TemporaryScenario.Valid[..at] + mistaken + TemporaryScenario.Valid[(at + original.Length)..];
    }
}
