using Xia.Internet.Wire;
using Xia.Router.Tests.Testing;
using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

public sealed class IPRewriterTests
{
    private const string Napt = "IPRewriter(pattern 1.0.0.9 1024-1026# - - 0 1, drop)";

    [Test]
    public void Pattern_NewFlow_IsRewrittenAndItsAnswersBack()
    {
        var bench = new RewriterBench(Napt);
        Assert.That(
            bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6)),
            Is.EqualTo("out U 1.0.0.9 1024 2.0.0.2 6"));
        Assert.That(bench.Back(Udp("2.0.0.2", 6, "1.0.0.9", 1024)), Is.EqualTo("in U 2.0.0.2 6 10.0.0.1 5"));
        Assert.That(bench.Back(Udp("2.0.0.2", 7, "1.0.0.9", 1024)), Is.EqualTo("dropped"), "another sender");
        Assert.That(
            bench.Back(Tcp("2.0.0.2", 6, "1.0.0.9", 1024)),
            Is.EqualTo("dropped"),
            "another protocol");
        Assert.That(
            bench.Forward(Tcp("10.0.0.1", 5, "2.0.0.2", 6)),
            Is.EqualTo("out T 1.0.0.9 1025 2.0.0.2 6"));
        Assert.That(bench.Back(Tcp("2.0.0.2", 6, "1.0.0.9", 1025)), Is.EqualTo("in T 2.0.0.2 6 10.0.0.1 5"));
        bench.Close();
    }

    [Test]
    public void Pattern_ExhaustedRange_DropsAndCounts()
    {
        var bench = new RewriterBench(Napt);
        for (ushort port = 1; port <= 4; port++)
        {
            bench.Forward(Udp("10.0.0.1", port, "2.0.0.2", 6));
        }

        Assert.That(bench.Read("mapping_failures"), Is.EqualTo("1"));
        Assert.That(bench.Read("table_size"), Is.EqualTo("3"));
        Assert.That(bench.Read("patterns"), Is.EqualTo("1.0.0.9 1024-1026 - - [3]\n<drop>"));
        Assert.That(
            bench.Forward(Udp("10.0.0.1", 4, "2.0.0.3", 6)),
            Is.EqualTo("out U 1.0.0.9 1024 2.0.0.3 6"),
            "The same port serves another receiver.");
        bench.Close();
    }

    [Test]
    public void Pattern_WithoutMark_PrefersThePacketsOwnPort()
    {
        var bench = new RewriterBench("IPRewriter(pattern 1.0.0.9 1024-1027 - - 0 1, drop)");
        Assert.That(
            bench.Forward(Udp("10.0.0.1", 1026, "2.0.0.2", 6)),
            Does.StartWith("out U 1.0.0.9 1026 "));
        string second = bench.Forward(Udp("10.0.0.2", 1026, "2.0.0.2", 6));
        Assert.That(second, Does.Match("^out U 1.0.0.9 102[457] 2.0.0.2 6$"));
        bench.Close();
    }

    [Test]
    public void FixedPort_SecondFlowWithTheSameAnswers_ReplacesTheFirst()
    {
        var bench = new RewriterBench("IPRewriter(pattern 1.0.0.9 20 - - 0 1, drop)");
        bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6));
        bench.Forward(Udp("10.0.0.2", 5, "2.0.0.2", 6));
        Assert.That(bench.Back(Udp("2.0.0.2", 6, "1.0.0.9", 20)), Is.EqualTo("in U 2.0.0.2 6 10.0.0.2 5"));
        Assert.That(bench.Read("size"), Is.EqualTo("1"));
        bench.Close();
    }

    [Test]
    public void FlowToItself_ItsPacketsLookLikeAnswers_LeaveWhereAnswersLeave()
    {
        var bench = new RewriterBench("IPRewriter(pattern 1.0.0.9 20 - - 0 1, drop)");
        byte[] packet = Udp("1.0.0.9", 20, "1.0.0.9", 20);
        Assert.That(bench.Forward(packet), Is.EqualTo("out U 1.0.0.9 20 1.0.0.9 20"));
        Assert.That(bench.Forward(packet), Is.EqualTo("in U 1.0.0.9 20 1.0.0.9 20"));
        bench.Write("clear", "");
        Assert.That(bench.Read("size"), Is.EqualTo("0"));
        Assert.That(bench.Forward(packet), Is.EqualTo("out U 1.0.0.9 20 1.0.0.9 20"));
        bench.Close();
    }

    [Test]
    public void Keep_FlowStaysAsItIs_AnswersLeaveAtTheirOutput()
    {
        var bench = new RewriterBench("IPRewriter(keep 0 1, drop)");
        Assert.That(bench.Back(Udp("2.0.0.2", 6, "1.0.0.1", 5)), Is.EqualTo("dropped"));
        Assert.That(bench.Forward(Udp("1.0.0.1", 5, "2.0.0.2", 6)), Is.EqualTo("out U 1.0.0.1 5 2.0.0.2 6"));
        Assert.That(bench.Back(Udp("2.0.0.2", 6, "1.0.0.1", 5)), Is.EqualTo("in U 2.0.0.2 6 1.0.0.1 5"));
        bench.Close();
    }

    [Test]
    public void Pass_AnyPacket_LeavesUnchangedAndIsForgotten()
    {
        var bench = new RewriterBench("IPRewriter(pass 1, drop)");
        Assert.That(bench.Forward(Udp("1.0.0.1", 5, "2.0.0.2", 6)), Is.EqualTo("in U 1.0.0.1 5 2.0.0.2 6"));
        Assert.That(bench.Forward(Echo("1.0.0.1", "2.0.0.2", 7)), Is.EqualTo("in I8 1.0.0.1 2.0.0.2 7"));
        Assert.That(bench.Read("size"), Is.EqualTo("0"));
        bench.Close();
    }

    [Test]
    public void Pattern_PacketsWithoutPorts_AreDropped()
    {
        var bench = new RewriterBench(Napt);
        byte[] fragment = Udp("1.0.0.1", 5, "2.0.0.2", 6);
        fragment[7] = 1;
        Assert.That(bench.Forward(fragment), Is.EqualTo("dropped"));
        Assert.That(bench.Forward(Echo("1.0.0.1", "2.0.0.2", 7)), Is.EqualTo("dropped"));
        Assert.That(bench.Read("mapping_failures"), Is.EqualTo("0"), "No flow was refused.");
        bench.Close();
    }

    [Test]
    public void Udp_ChecksumZero_StaysZero()
    {
        var bench = new RewriterBench(Napt);
        byte[] packet = Udp("10.0.0.1", 5, "2.0.0.2", 6);
        packet[26] = packet[27] = 0;
        Assert.That(bench.Forward(packet), Is.EqualTo("out U 1.0.0.9 1024 2.0.0.2 6"));
        Assert.That(bench.Bench.Out.Bytes(0)[26..28], Is.EqualTo(new byte[2]));
        bench.Close();
    }

    [Test]
    public void DestinationAnnotation_IsTheRewrittenDestination_UnlessSwitchedOff()
    {
        var bench = new RewriterBench("IPRewriter(pattern - - 3.0.0.3 - 0 1, drop)");
        bench.Forward(Udp("1.0.0.1", 5, "2.0.0.2", 6));
        Assert.That(
            bench.Bench.Out.Annotations[0].DestinationIp,
            Is.EqualTo(IpAddress.Parse("3.0.0.3").Value));
        bench.Close();

        bench = new RewriterBench("IPRewriter(pattern - - 3.0.0.3 - 0 1, drop, DST_ANNO false)");
        bench.Forward(Udp("1.0.0.1", 5, "2.0.0.2", 6));
        Assert.That(bench.Bench.Out.Annotations[0].DestinationIp, Is.Zero);
        bench.Close();
    }

    [Test]
    public void ReplyAnnotation_AnswersTakeIt_FromTheFirstPacket()
    {
        var bench = new RewriterBench(
            "IPRewriter(pattern 1.0.0.9 1024-1026# - - 0 1, drop, REPLY_ANNO PAINT)");
        bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6), paint: 7);
        bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6), paint: 8);
        bench.Back(Udp("2.0.0.2", 6, "1.0.0.9", 1024));
        Assert.That(
            bench.Bench.Out.Annotations.Select(notes => notes.Paint),
            Is.EqualTo(new byte[] { 7, 8 }));
        Assert.That(bench.Bench.Sink("in").Annotations[0].Paint, Is.EqualTo(7));
        bench.Close();
    }

    [Test]
    public void Tables_ShowBothDirections_AndTheTimeLeft()
    {
        var bench = new RewriterBench(Napt);
        bench.Forward(Tcp("10.0.0.1", 5, "2.0.0.2", 6));
        bench.Forward(Udp("10.0.0.1", 7, "2.0.0.2", 6));
        bench.At(10.2);
        Assert.That(bench.Read("tcp_table"), Is.EqualTo(
            "(10.0.0.1, 5, 2.0.0.2, 6) => (1.0.0.9, 1024, 2.0.0.2, 6) [*0 1] i0 exp290\n"
            + "(2.0.0.2, 6, 1.0.0.9, 1024) => (2.0.0.2, 6, 10.0.0.1, 5) [0 *1] i0 exp290"));
        Assert.That(bench.Read("udp_table"), Does.StartWith("(10.0.0.1, 7, 2.0.0.2, 6) => "));
        Assert.That(
            bench.Bench.Router.ReadHandler("rw.tcp_lookup", "10.0.0.1 5 2.0.0.2 6"),
            Is.EqualTo("1.0.0.9 1024 2.0.0.2 6"));
        Assert.That(bench.Bench.Router.ReadHandler("rw.tcp_lookup", "10.0.0.1 6 2.0.0.2 6"), Is.Empty);
        bench.Close();
    }

    [Test]
    public void PatternHandler_NewRule_ForgetsTheFlowsOfItsInput()
    {
        var bench = new RewriterBench("IPRewriter(pattern 1.0.0.9 20-30# - - 0 1, keep 1 0)");
        bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6));
        bench.Back(Udp("3.0.0.3", 5, "4.0.0.4", 6));
        bench.Write("pattern0", "pattern 1.0.0.8 40-50# - - 0 1");
        Assert.That(bench.Read("patterns"), Is.EqualTo("1.0.0.8 40-50 - -\n<keep> [1]"));
        Assert.That(bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6)), Does.StartWith("out U 1.0.0.8 40 "));
        Assert.That(
            () => bench.Write("pattern0", "foo"),
            Throws.Exception.With.Message.EqualTo("input spec 0: unknown specification"));
        Assert.That(bench.Read("pattern0"), Is.EqualTo("1.0.0.8 40-50 - - [1]"));
        bench.Close();
    }

    [TestCase("IPRewriter()", "need 2 arguments, one per input port")]
    [TestCase(
        "IPRewriter(drop x, foo)",
        "input spec 0: syntax error, expected 'drop'\n  input spec 1: unknown specification")]
    [TestCase("IPRewriter(rw, drop)", "input spec 0: element is not an IPMapper")]
    [TestCase(
        "IPRewriter(pass 3, nochange x)",
        "input spec 0: output port out of range\n  input spec 1: syntax error, expected 'nochange [OUTPUT]'")]
    [TestCase(
        "IPRewriter(keep 0, keep 0 b)",
        "input spec 0: bad forward port\n  input spec 1: bad reply port")]
    [TestCase(
        "IPRewriter(pattern 0 4, pattern x 0 0)",
        "input spec 0: syntax error\n  input spec 1: no such pattern 'x'")]
    [TestCase(
        "IPRewriter(pattern - 0 - - 0 0, pattern - 1 q - 0 0)",
        "input spec 0: bad source port\n  input spec 1: bad destination address")]
    [TestCase(
        "IPRewriter(pattern 1.0.0.x - - - 0 0, pattern - 1 - 70000 0 0)",
        "input spec 0: bad source address\n  input spec 1: bad destination port")]
    [TestCase("IPRewriter(drop, drop, MAPPING_CAPACITY inside)", "bad MAPPING_CAPACITY")]
    [TestCase(
        "IPRewriter(drop, drop, TCP_TIMEOUT abc, DST_ANNO 7)",
        "TCP_TIMEOUT: parse error\n  DST_ANNO: parse error")]
    public void Configure_Wrong_SaysSoInClicksWords(string rewriter, string expected) => Assert.That(
        Bench.ErrorOf(
            $"""
            rw :: {rewriter};
            inside :: TestSource -> rw -> out :: TestSink; TestSource -> [1] rw [1] -> out;
            """),
        Does.Contain($"While configuring 'rw :: IPRewriter':\n  {expected.Split('\n')[0]}")
            .And.Contain(expected.Split('\n')[^1]));

    [Test]
    public void Capacity_SharedInACircle_IsRefused() => Assert.That(
        Bench.ErrorOf("""
            a :: UDPRewriter(drop, MAPPING_CAPACITY b); b :: UDPRewriter(drop, MAPPING_CAPACITY a);
            TestSource -> a -> out :: TestSink; TestSource -> b -> out;
            """),
        Does.Contain("bad MAPPING_CAPACITY"));
}
