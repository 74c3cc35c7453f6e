using Xia.Internet.Wire;
using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

public sealed class FlowTimeoutTests
{
    [Test]
    public void Reap_SilentFlow_IsForgottenAtTheInterval()
    {
        var bench = new RewriterBench(
            "UDPRewriter(pattern 1.0.0.9 20-29# - - 0 1, drop, TIMEOUT 10, REAP_INTERVAL 30)");
        bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6));
        bench.At(29);
        Assert.That(
            bench.Back(Udp("2.0.0.2", 6, "1.0.0.9", 20)),
            Does.StartWith("in "),
            "Late is not too late.");
        bench.At(59);
        Assert.That(bench.Read("size"), Is.EqualTo("1"));
        bench.At(60);
        Assert.That(bench.Read("size"), Is.EqualTo("0"));
        Assert.That(bench.Bench.Router.NextRun, Is.Null, "An empty table wants no timer.");
        bench.Close();
    }

    [Test]
    public void Udp_ThirdPacketWithAnAnswer_MakesItAStream()
    {
        var bench = new RewriterBench(
            "UDPRewriter(pattern 1.0.0.9 20-29# - - 0 1, drop, TIMEOUT 10, STREAMING_TIMEOUT 60)");
        bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6));
        bench.Back(Udp("2.0.0.2", 6, "1.0.0.9", 20));
        Assert.That(bench.Read("table"), Does.Contain("exp10"));
        bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6));
        Assert.That(bench.Read("table"), Does.Contain("exp60"));
        bench.Close();
    }

    [Test]
    public void Tcp_DataBothWaysThenTheEnd_ChangesTheTimeout()
    {
        var bench = new RewriterBench("TCPRewriter(pattern 1.0.0.9 20-29# - - 0 1, drop)");
        void Out(TcpFlags flags, string payload = "") =>
            bench.Forward(Tcp("10.0.0.1", 5, "2.0.0.2", 6, flags, payload));
        void Back(TcpFlags flags, string payload = "") =>
            bench.Back(Tcp("2.0.0.2", 6, "1.0.0.9", 20, flags, payload));
        string Left() => bench.Read("table").Split("exp")[^1];

        Out(TcpFlags.Syn);
        Back(TcpFlags.Syn | TcpFlags.Ack);
        Out(TcpFlags.Ack, "x");
        Assert.That(Left(), Is.EqualTo("300"));
        Back(TcpFlags.Ack, "y");
        Assert.That(Left(), Is.EqualTo("86400"));
        Out(TcpFlags.Fin | TcpFlags.Ack);
        Assert.That(Left(), Is.EqualTo("86400"));
        Back(TcpFlags.Fin | TcpFlags.Ack);
        Assert.That(Left(), Is.EqualTo("240"));
        Back(TcpFlags.Ack);
        Assert.That(Left(), Is.EqualTo("240"));
        Out(TcpFlags.Syn);
        Assert.That(Left(), Is.EqualTo("86400"));
        Out(TcpFlags.Reset);
        Assert.That(Left(), Is.EqualTo("240"));
        bench.Close();
    }

    [Test]
    public void Capacity_SharedByTwo_CountsBoth()
    {
        var bench = new RewriterBench(
            "UDPRewriter(pattern 1.0.0.9 20-29# - - 0 1, drop, MAPPING_CAPACITY other)",
            """
            other :: UDPRewriter(pattern 1.0.0.8 20-29# - - 0 0, MAPPING_CAPACITY 2);
            more :: TestSource -> other -> TestSink;
            """);
        bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6));
        bench.Bench.Send(Udp("10.0.0.1", 5, "2.0.0.2", 6), Mark, "more");
        Assert.That(bench.Forward(Udp("10.0.0.1", 6, "2.0.0.2", 6)), Is.EqualTo("dropped"));
        Assert.That(bench.Read("size"), Is.EqualTo("2"));
        Assert.That(bench.Read("table_size"), Is.EqualTo("1"));
        bench.At(6);
        Assert.That(bench.Forward(Udp("10.0.0.1", 7, "2.0.0.2", 6)), Does.StartWith("out "));
        Assert.That(bench.Bench.Read("other.table_size"), Is.EqualTo("1"), "The older flow went.");
        bench.Close();
    }

    [TestCase("-1")]
    [TestCase("x")]
    [TestCase("7 3")]
    [TestCase("")]
    public void CapacityHandler_Wrong_IsRefused(string value)
    {
        var bench = new RewriterBench("UDPRewriter(drop, drop, MAPPING_CAPACITY 5)");
        Assert.That(() => bench.Write("capacity", value), Throws.Exception);
        Assert.That(bench.Read("capacity"), Is.EqualTo("5"));
        bench.Close();
    }
}
