using Xia.Router.Tests.Testing;
using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

public sealed class MapperTests
{
    [Test]
    public void RoundRobin_NewFlows_TakeTurns_AndKnownOnesStay()
    {
        var bench = new RewriterBench(
            "IPRewriter(m, drop)", "m :: RoundRobinIPMapper(- - 3.0.0.1 - 0 1, - - 3.0.0.2 - 0 1);");
        Assert.That(
            bench.Forward(Udp("10.0.0.1", 1, "2.0.0.2", 6)),
            Is.EqualTo("out U 10.0.0.1 1 3.0.0.1 6"));
        Assert.That(
            bench.Forward(Udp("10.0.0.1", 2, "2.0.0.2", 6)),
            Is.EqualTo("out U 10.0.0.1 2 3.0.0.2 6"));
        Assert.That(
            bench.Forward(Udp("10.0.0.1", 2, "2.0.0.2", 6)),
            Is.EqualTo("out U 10.0.0.1 2 3.0.0.2 6"));
        Assert.That(
            bench.Forward(Udp("10.0.0.1", 3, "2.0.0.2", 6)),
            Is.EqualTo("out U 10.0.0.1 3 3.0.0.1 6"));
        Assert.That(bench.Back(Udp("3.0.0.2", 6, "10.0.0.1", 2)), Is.EqualTo("in U 2.0.0.2 6 10.0.0.1 2"));
        Assert.That(bench.Read("patterns"), Is.EqualTo("<mapper> [3]\n<drop>"));
        bench.Close();
    }

    [Test]
    public void RoundRobin_ExhaustedPattern_IsPassedOver()
    {
        var bench = new RewriterBench(
            "IPRewriter(m, drop)", "m :: RoundRobinIPMapper(3.0.0.1 7-8# - - 0 1, 3.0.0.2 9-11# - - 1 0);");
        string[] results =
        [
            .. Enumerable.Range(1, 6)
                .Select(port => bench.Forward(Udp("10.0.0.1", (ushort)port, "2.0.0.2", 6))),
        ];
        Assert.That(results, Is.EqualTo(new[]
        {
            "out U 3.0.0.1 7 2.0.0.2 6",
            "in U 3.0.0.2 9 2.0.0.2 6",
            "out U 3.0.0.1 8 2.0.0.2 6",
            "in U 3.0.0.2 10 2.0.0.2 6",
            "in U 3.0.0.2 11 2.0.0.2 6",
            "dropped",
        }));
        bench.Close();
    }

    [Test]
    public void SourceHash_OneSource_AlwaysGetsTheSame_AndAllAreUsed()
    {
        var bench = new RewriterBench("IPRewriter(m, drop)", Hash("1 2 3 4"));
        var servers = new HashSet<string>();
        for (int host = 1; host < 60; host++)
        {
            string first = Server(bench, $"10.0.0.{host}", 1);
            Assert.That(Server(bench, $"10.0.0.{host}", 2), Is.EqualTo(first));
            servers.Add(first);
        }

        Assert.That(servers, Has.Count.EqualTo(4));
        bench.Close();
    }

    [Test]
    public void SourceHash_ServerGone_OnlyItsSourcesMove()
    {
        var all = new RewriterBench("IPRewriter(m, drop)", Hash("1 2 3 4"));
        var fewer = new RewriterBench("IPRewriter(m, drop)", Hash("1 2 4"));
        int moved = 0;
        for (int host = 1; host < 100; host++)
        {
            string before = Server(all, $"10.0.0.{host}", 1);
            string after = Server(fewer, $"10.0.0.{host}", 1);
            moved += before == after ? 0 : 1;
            Assert.That(after, before == "3.0.0.3" ? Is.Not.EqualTo(before) : Is.EqualTo(before));
        }

        Assert.That(moved, Is.InRange(10, 45));
        all.Close();
        fewer.Close();
    }

    [TestCase("RoundRobinIPMapper()", "no patterns given")]
    [TestCase("RoundRobinIPMapper(x 0 0, - - - - 0 0)", "no such pattern 'x'")]
    [TestCase(
        "RoundRobinIPMapper(- - - - 0 3, - - - - 0 0)",
        "input spec 0: output port out of range in m :: RoundRobinIPMapper pattern 0")]
    [TestCase("SourceIPHashMapper()", "no hash seed given")]
    [TestCase("SourceIPHashMapper(5, - - - - 0 0 1)", "requires 2 config params: numnodes seed")]
    [TestCase("SourceIPHashMapper(5 z, - - - - 0 0 1)", "hash seed must be an integer")]
    [TestCase("SourceIPHashMapper(5 1, - - - - 0 0 x)", "bad server ID in pattern spec")]
    public void Configure_Wrong_SaysSoInClicksWords(string mapper, string expected) => Assert.That(
        Bench.ErrorOf($"m :: {mapper}; rw :: UDPRewriter(m); TestSource -> rw -> TestSink;"),
        Does.Contain($"\n  {expected}"));

    [Test]
    public void OnePattern_Works_WithAWarning()
    {
        var bench = new RewriterBench("IPRewriter(m, drop)", "m :: RoundRobinIPMapper(- - 3.0.0.1 - 0 1);");
        Assert.That(bench.Bench.Lines, Does.Contain("  warning: only one pattern given"));
        Assert.That(
            bench.Forward(Udp("10.0.0.1", 1, "2.0.0.2", 6)),
            Is.EqualTo("out U 10.0.0.1 1 3.0.0.1 6"));
        bench.Close();
    }

    private static string Hash(string identifiers)
    {
        IEnumerable<string> patterns = identifiers.Split(' ').Select(id => $"- - 3.0.0.{id} - 0 1 {id}");
        return $"m :: SourceIPHashMapper(50 77, {string.Join(", ", patterns)});";
    }

    private static string Server(RewriterBench bench, string host, ushort port) =>
        bench.Forward(Udp(host, port, "2.0.0.2", 6)).Split(' ')[4];
}
