using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

public sealed class AddressRewriterTests
{
    [Test]
    public void IPAddrRewriter_Hosts_GetAnAddressEach()
    {
        var bench = new RewriterBench("IPAddrRewriter(pattern 1.0.0.1-1.0.0.2# - 0 1, drop)");
        Assert.That(bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6)), Is.EqualTo("out U 1.0.0.1 5 2.0.0.2 6"));
        Assert.That(bench.Forward(Tcp("10.0.0.2", 5, "2.0.0.2", 6)), Is.EqualTo("out T 1.0.0.2 5 2.0.0.2 6"));
        Assert.That(bench.Forward(Echo("10.0.0.1", "3.0.0.3", 9)), Is.EqualTo("out I8 1.0.0.1 3.0.0.3 9"));
        Assert.That(bench.Forward(Udp("10.0.0.3", 5, "2.0.0.2", 6)), Is.EqualTo("dropped"), "All are given.");
        Assert.That(bench.Back(Tcp("9.9.9.9", 1, "1.0.0.2", 2)), Is.EqualTo("in T 9.9.9.9 1 10.0.0.2 2"));
        Assert.That(bench.Back(Tcp("9.9.9.9", 1, "1.0.0.3", 2)), Is.EqualTo("dropped"));
        Assert.That(bench.Read("table"), Is.EqualTo(
            "10.0.0.1 => 1.0.0.1 [*0 1] i0 exp7200\n1.0.0.1 => 10.0.0.1 [0 *1] i0 exp7200\n"
            + "10.0.0.2 => 1.0.0.2 [*0 1] i0 exp7200\n1.0.0.2 => 10.0.0.2 [0 *1] i0 exp7200"));
        bench.Close();
    }

    [Test]
    public void IPAddrRewriter_KnownReceiver_GoesBeforeTheRuleOfTheInput()
    {
        var bench = new RewriterBench("IPAddrRewriter(pattern 1.0.0.1-1.0.0.2# - 0 1, drop)");
        bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6));
        Assert.That(
            bench.Forward(Udp("10.0.0.7", 5, "1.0.0.1", 6)),
            Is.EqualTo("in U 10.0.0.7 5 10.0.0.1 6"));
        bench.Close();
    }

    [Test]
    public void IPAddrRewriter_LaterFragment_IsRewrittenWithoutATouchOfItsData()
    {
        var bench = new RewriterBench("IPAddrRewriter(pattern 1.0.0.1 - 0 1, drop)");
        byte[] fragment = Udp("10.0.0.1", 5, "2.0.0.2", 6);
        fragment[7] = 3;
        bench.Forward(fragment);
        Assert.That(bench.Bench.Out.Bytes(0)[20..], Is.EqualTo(fragment[20..]));
        Assert.That(bench.Bench.Out.Bytes(0)[12..16], Is.EqualTo(new byte[] { 1, 0, 0, 1 }));
        bench.Close();
    }

    [Test]
    public void IPAddrPairRewriter_OneAddress_ServesHostsThatTalkToOthers()
    {
        var bench = new RewriterBench("IPAddrPairRewriter(pattern 1.0.0.1-1.0.0.2# - 0 1, drop)");
        Assert.That(bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6)), Is.EqualTo("out U 1.0.0.1 5 2.0.0.2 6"));
        Assert.That(bench.Forward(Udp("10.0.0.2", 5, "2.0.0.2", 6)), Is.EqualTo("out U 1.0.0.2 5 2.0.0.2 6"));
        Assert.That(bench.Forward(Udp("10.0.0.3", 5, "2.0.0.2", 6)), Is.EqualTo("dropped"));
        Assert.That(bench.Forward(Udp("10.0.0.3", 5, "2.0.0.3", 6)), Is.EqualTo("out U 1.0.0.1 5 2.0.0.3 6"));
        Assert.That(bench.Back(Tcp("2.0.0.3", 1, "1.0.0.1", 2)), Is.EqualTo("in T 2.0.0.3 1 10.0.0.3 2"));
        Assert.That(bench.Back(Tcp("2.0.0.2", 1, "1.0.0.1", 2)), Is.EqualTo("in T 2.0.0.2 1 10.0.0.1 2"));
        Assert.That(bench.Back(Tcp("2.0.0.4", 1, "1.0.0.1", 2)), Is.EqualTo("dropped"));
        Assert.That(bench.Read("table"), Does.StartWith(
            "(10.0.0.1, 2.0.0.2) => (1.0.0.1, 2.0.0.2) [*0 1] i0 exp7200\n"
            + "(2.0.0.2, 1.0.0.1) => (2.0.0.2, 10.0.0.1) [0 *1] i0 exp7200\n"));
        bench.Close();
    }

    [TestCase("1.0.0.0/24", "1.0.0.1-1.0.0.254 -")]
    [TestCase("1.0.0.1/8", "1.0.0.1-1.255.255.254 -")]
    [TestCase("1.0.0.1/31", "1.0.0.0-1.0.0.1 -")]
    [TestCase("1.0.0.7/32", "1.0.0.7 -")]
    [TestCase("1.0.0.1-1.0.255.255?", "1.0.0.1-1.0.255.255 -")]
    public void Patterns_Ranges_AreShownWithBothEnds(string source, string expected)
    {
        var bench = new RewriterBench($"IPAddrRewriter(pattern {source} - 0 1, drop)");
        Assert.That(bench.Read("pattern0"), Is.EqualTo(expected));
        string result = bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6));
        Assert.That(result, Does.Match("^out U 1\\..* 5 2.0.0.2 6$"));
        bench.Close();
    }
}
