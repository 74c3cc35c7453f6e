using Xia.Internet.Wire;
using Xia.Router.Tests.Testing;
using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

public sealed class ICMPRewriterTests
{
    private const string More = """
        errors :: TestSource -> icmp :: ICMPRewriter(rw);
        icmp [0] -> known :: TestSink;
        icmp [1] -> rest :: TestSink;
        """;

    [TestCase(28)]
    [TestCase(36)]
    [TestCase(38)]
    [TestCase(40)]
    [TestCase(41)]
    public void Error_AboutARewrittenPacket_LooksLikeOneAboutTheOriginal(int quotedBytes)
    {
        var bench = new RewriterBench("IPRewriter(pattern 1.0.0.9 1024-1030# - - 0 1, drop)", More);
        byte[] original = Tcp("10.0.0.1", 5, "2.0.0.2", 6, payload: "abc");
        bench.Forward(original);
        byte[] rewritten = bench.Bench.Out.Bytes(0);
        bench.Bench.Send(Error("7.7.7.7", "1.0.0.9", rewritten, quotedBytes), Mark, "errors");
        byte[] error = bench.Bench.Sink("known").Bytes(0);
        Assert.That(Describe(error), Does.StartWith("I11 7.7.7.7 10.0.0.1 "));
        Assert.That(error[28..], Is.EqualTo(original[..quotedBytes]));
        Assert.That(
            bench.Bench.Sink("known").Annotations[0].DestinationIp,
            Is.EqualTo(IpAddress.Parse("10.0.0.1").Value));
        bench.Close();
    }

    [Test]
    public void Error_OfTheReceiverItself_ComesFromTheAddressThatWasMeant()
    {
        var bench = new RewriterBench("IPRewriter(pattern - - 3.0.0.3 - 0 1, drop)", More);
        byte[] original = Udp("10.0.0.1", 5, "2.0.0.2", 6);
        bench.Forward(original);
        byte[] error = Error("3.0.0.3", "10.0.0.1", bench.Bench.Out.Bytes(0), 33, IcmpType.Unreachable);
        bench.Bench.Send(error, Mark, "errors");
        byte[] result = bench.Bench.Sink("known").Bytes(0);
        Assert.That(Describe(result), Does.StartWith("I3 2.0.0.2 10.0.0.1 "));
        Assert.That(result[28..], Is.EqualTo(original));
        bench.Close();
    }

    [Test]
    public void Error_AboutAnEcho_GetsItsIdentifierBack()
    {
        var bench = new RewriterBench("ICMPPingRewriter(pattern 1.0.0.9 - 20-29# 0 1, drop)", More);
        byte[] original = Echo("10.0.0.1", "2.0.0.2", 5);
        bench.Forward(original);
        bench.Bench.Send(Error("7.7.7.7", "1.0.0.9", bench.Bench.Out.Bytes(0), 32), Mark, "errors");
        Assert.That(bench.Bench.Sink("known").Bytes(0)[28..], Is.EqualTo(original));
        bench.Close();
    }

    [Test]
    public void Error_ByAddressesAlone_IsRewrittenToo()
    {
        var bench = new RewriterBench("IPAddrRewriter(pattern 1.0.0.9 - 0 1, drop)", More);
        byte[] original = Udp("10.0.0.1", 5, "2.0.0.2", 6);
        bench.Forward(original);
        bench.Bench.Send(Error("7.7.7.7", "1.0.0.9", bench.Bench.Out.Bytes(0), 28), Mark, "errors");
        byte[] error = bench.Bench.Sink("known").Bytes(0);
        Assert.That(Describe(error), Does.StartWith("I11 7.7.7.7 10.0.0.1 "));
        Assert.That(error[28..], Is.EqualTo(original[..28]));
        bench.Close();
    }

    [Test]
    public void Others_UnknownFlowsAndNoErrors_LeaveUnchangedAtOutput1()
    {
        var bench = new RewriterBench("IPRewriter(pattern 1.0.0.9 1024-1030# - - 0 1, drop)", More);
        byte[] unknown = Error("7.7.7.7", "1.0.0.9", Udp("1.0.0.9", 1024, "2.0.0.2", 6), 28);
        bench.Bench.Send(unknown, Mark, "errors");
        bench.Bench.Send(Echo("1.0.0.1", "2.0.0.2", 3), Mark, "errors");
        bench.Bench.Send(Udp("1.0.0.1", 4, "2.0.0.2", 3), Mark, "errors");
        TestSink rest = bench.Bench.Sink("rest");
        Assert.That(rest.Hex, Has.Count.EqualTo(3));
        Assert.That(rest.Bytes(0), Is.EqualTo(unknown));
        bench.Close();
    }

    [Test]
    public void Map_WithOffset_LeavesAtTheOutputOfItsFlow()
    {
        var bench = new RewriterBench(
            "IPRewriter(pattern 1.0.0.9 1024-1030# - - 0 1, drop)",
            """
            errors :: TestSource -> icmp :: ICMPRewriter(rw:1, REPLY_ANNO PAINT);
            icmp [0] -> TestSink; icmp [1] -> TestSink; icmp [2] -> known :: TestSink;
            """);
        bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6));
        bench.Bench.Send(Error("7.7.7.7", "1.0.0.9", bench.Bench.Out.Bytes(0), 28), Mark, "errors");
        Assert.That(bench.Bench.Sink("known").Hex, Has.Count.EqualTo(1));
        bench.Close();
    }

    [TestCase("x", "x not an IP rewriter\n  no IP rewriters supplied")]
    [TestCase("in", "in not an IP rewriter\n  no IP rewriters supplied")]
    [TestCase("rw:1", "rw:1 port offset requires more than 1 output\n  no IP rewriters supplied")]
    public void Configure_Wrong_SaysSoInClicksWords(string maps, string expected)
    {
        string message = Bench.ErrorOf($"""
            rw :: IPRewriter(drop); in :: TestSource -> rw -> TestSink;
            TestSource -> icmp :: ICMPRewriter({maps}) -> TestSink;
            """);
        foreach (string line in expected.Split('\n'))
        {
            Assert.That(message, Does.Contain(line.Trim()));
        }
    }
}
