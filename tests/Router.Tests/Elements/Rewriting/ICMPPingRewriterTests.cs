using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

public sealed class ICMPPingRewriterTests
{
    [Test]
    public void Requests_OfTwoHostsWithOneIdentifier_GetTwo_AndTheirRepliesComeBack()
    {
        var bench = new RewriterBench("ICMPPingRewriter(pattern 1.0.0.9 - 20-29# 0 1, drop)");
        Assert.That(bench.Forward(Echo("10.0.0.1", "2.0.0.2", 5)), Is.EqualTo("out I8 1.0.0.9 2.0.0.2 20"));
        Assert.That(bench.Forward(Echo("10.0.0.2", "2.0.0.2", 5)), Is.EqualTo("out I8 1.0.0.9 2.0.0.2 21"));
        Assert.That(bench.Back(Echo("2.0.0.2", "1.0.0.9", 21, true)), Is.EqualTo("in I0 2.0.0.2 10.0.0.2 5"));
        Assert.That(bench.Back(Echo("2.0.0.2", "1.0.0.9", 20, true)), Is.EqualTo("in I0 2.0.0.2 10.0.0.1 5"));
        Assert.That(bench.Read("table"), Does.StartWith(
            "(10.0.0.1, 2.0.0.2, 5) => (1.0.0.9, 2.0.0.2, 20) [*0 1] i0 exp300\n"
            + "(2.0.0.2, 1.0.0.9, 20) => (2.0.0.2, 10.0.0.1, 5) [0 *1] i0 exp300\n"));
        bench.Close();
    }

    [Test]
    public void Reply_ThatBecomesAllZeros_HasTheChecksumOfZeros()
    {
        var bench = new RewriterBench("ICMPPingRewriter(pattern 1.0.0.9 - 20-29# 0 1, drop)");
        bench.Forward(Echo("10.0.0.1", "2.0.0.2", 0));
        byte[] reply = Echo("2.0.0.2", "1.0.0.9", 20, true);
        reply[27] = 0;
        reply[22] = reply[23] = 0;
        ushort checksum = Kernel.Checksums.InternetChecksum.Compute(reply.AsSpan(20));
        (reply[22], reply[23]) = ((byte)(checksum >> 8), (byte)checksum);
        Assert.That(bench.Back(reply), Is.EqualTo("in I0 2.0.0.2 10.0.0.1 0"));
        Assert.That(bench.Bench.Sink("in").Bytes(0)[20..24], Is.EqualTo(new byte[] { 0, 0, 0xff, 0xff }));
        bench.Close();
    }

    [Test]
    public void Others_UnexpectedRepliesAndNoEchoes_AreDropped()
    {
        var bench = new RewriterBench("ICMPPingRewriter(pattern 1.0.0.9 - 20-29# 0 1, pass 1)");
        Assert.That(bench.Forward(Echo("10.0.0.1", "2.0.0.2", 0, true)), Is.EqualTo("dropped"));
        Assert.That(bench.Forward(Udp("10.0.0.1", 1, "2.0.0.2", 2)), Is.EqualTo("dropped"));
        Assert.That(bench.Read("mapping_failures"), Is.EqualTo("0"));
        Assert.That(bench.Back(Echo("2.0.0.2", "1.0.0.9", 3, true)), Is.EqualTo("in I0 2.0.0.2 1.0.0.9 3"));
        bench.Close();
    }

    [Test]
    public void Request_TheOtherWay_IsNoReply()
    {
        var bench = new RewriterBench("ICMPPingRewriter(keep 0 1, drop)");
        bench.Forward(Echo("1.0.0.1", "2.0.0.2", 0));
        Assert.That(bench.Back(Echo("2.0.0.2", "1.0.0.1", 0)), Is.EqualTo("dropped"));
        Assert.That(bench.Back(Echo("2.0.0.2", "1.0.0.1", 0, true)), Is.EqualTo("in I0 2.0.0.2 1.0.0.1 0"));
        bench.Close();
    }
}
