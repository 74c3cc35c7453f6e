using Xia.Kernel.Time;
using Xia.Router.Graph.Handlers;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Queues;

internal sealed class QueueFamilyTests
{
    private static readonly string[] Classes =
    [
        "Queue", "FullNoteQueue", "NotifierQueue", "QuickNoteQueue", "SimpleQueue", "FrontDropQueue",
        "MixedQueue", "ThreadSafeQueue",
    ];

    [TestCase("Queue", "01 02 03", "04")]
    [TestCase("FullNoteQueue", "01 02 03", "04")]
    [TestCase("NotifierQueue", "01 02 03", "04")]
    [TestCase("QuickNoteQueue", "01 02 03", "04")]
    [TestCase("SimpleQueue", "01 02 03", "04")]
    [TestCase("FrontDropQueue", "02 03 04", "01")]
    public void FullQueue_DropsToOutput1(string type, string kept, string dropped)
    {
        var bench = new Bench(
            $"in :: TestSource -> q :: {type}(3) -> u :: Unqueue(ACTIVE false) -> out :: TestSink; "
            + "q[1] -> d :: TestSink");
        SendAll(bench, "in", "01", "02", "03", "04");
        bench.Router.WriteHandler("u.active", "true");
        bench.Router.Run(bench.Now, 20);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Hex, Is.EqualTo(kept.Split(' ')));
            Assert.That(bench.Sink("d").Hex, Is.EqualTo(dropped.Split(' ')));
            Assert.That(bench.Read("q.drops"), Is.EqualTo("1"));
            Assert.That(bench.Read("q.highwater_length"), Is.EqualTo("3"));
            Assert.That(bench.Lines, Has.Exactly(1).EndsWith(": overflow"));
        });
        bench.Close();
    }

    [Test]
    public void MixedQueue_TakesInput1AtTheFront()
    {
        var bench = new Bench(
            "in :: TestSource -> q :: MixedQueue(4) -> u :: Unqueue(ACTIVE false) -> out :: TestSink; "
            + "lifo :: TestSource -> [1] q; q[1] -> d :: TestSink");
        SendAll(bench, "in", "0A", "0B");
        SendAll(bench, "lifo", "0C");
        SendAll(bench, "in", "0D");
        SendAll(bench, "lifo", "0E");
        SendAll(bench, "in", "0F");
        bench.Router.WriteHandler("u.active", "true");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "0E", "0C", "0A", "0B" }));
        Assert.That(bench.Sink("d").Hex, Is.EqualTo(new[] { "0D", "0F" }));
        bench.Close();
    }

    [TestCaseSource(nameof(Classes))]
    public void Capacity_MayChange_KeepingOrder(string type)
    {
        var bench = new Bench(Lines(type, "5"));
        SendAll(bench, "in", "01", "02", "03", "04");
        bench.Router.WriteHandler("q.capacity", "2");
        Assert.That((bench.Read("q.config"), bench.Read("q.length")), Is.EqualTo(("2", "2")));
        bench.Router.WriteHandler("q.config", "CAPACITY 9");
        Assert.That((bench.Read("q.config"), bench.Read("q.capacity")), Is.EqualTo(("CAPACITY 9", "9")));
        SendAll(bench, "in", "05", "06");
        bench.Router.WriteHandler("u.active", "true");
        bench.Router.Run(bench.Now, 20);
        Assert.That(
            string.Join(' ', bench.Out.Hex),
            Is.EqualTo(type == "FrontDropQueue" ? "03 04 05 06" : "01 02 05 06"));
        bench.Close();
    }

    [TestCaseSource(nameof(Classes))]
    public void WrongCapacity_ChangesNothing(string type)
    {
        var bench = new Bench(Lines(type, "5"));
        Assert.Throws<HandlerException>(() => bench.Router.WriteHandler("q.capacity", "many"));
        Assert.Throws<HandlerException>(() => bench.Router.WriteHandler("q.config", "3, 4"));
        Assert.That((bench.Read("q.config"), bench.Read("q.capacity")), Is.EqualTo(("5", "5")));
        bench.Close();
    }

    [TestCaseSource(nameof(Classes))]
    public void Reset_DropsAllPackets(string type)
    {
        var bench = new Bench(Lines(type, ""));
        SendAll(bench, "in", "01", "02");
        bench.Router.WriteHandler("q.reset", "");
        Assert.That((bench.Read("q.length"), bench.Pool.Outstanding), Is.EqualTo(("0", 0)));
        bench.Router.WriteHandler("q.reset_counts", "");
        Assert.That(bench.Read("q.highwater_length"), Is.EqualTo("0"));
        bench.Close();
    }

    [TestCaseSource(nameof(Classes))]
    public void CapacityZero_DropsEverything(string type)
    {
        var bench = new Bench(Lines(type, "0"));
        SendAll(bench, "in", "01", "02");
        Assert.That((bench.Read("q.length"), bench.Read("q.drops")), Is.EqualTo(("0", "2")));
        bench.Close();
    }

    [Test]
    public void FullSignal_FollowsTheCapacity()
    {
        var bench = new Bench(
            "i :: InfiniteSource -> q :: Queue -> u :: Unqueue(ACTIVE false) -> out :: TestSink");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Read("i.count"), Is.EqualTo("1000"));
        bench.Router.WriteHandler("q.capacity", "10");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Read("i.count"), Is.EqualTo("1000"));
        bench.Router.WriteHandler("q.capacity", "1000");
        bench.RunFor(Duration.Zero);
        Assert.That((bench.Read("i.count"), bench.Read("q.drops")), Is.EqualTo(("1990", "0")));
        bench.Close();
    }

    [Test]
    public void DelayUnqueue_KeepsPacketsForTheirTime()
    {
        var bench = new Bench("in :: TestSource -> Queue -> d :: DelayUnqueue(50ms) -> out :: TestSink");
        Assert.That(bench.Read("d.delay"), Is.EqualTo("50ms"));
        bench.Send("01", packet => packet.Annotations.Timestamp = new Instant(10_000_000));
        bench.Send("02", packet => packet.Annotations.Timestamp = new Instant(20_000_000));
        bench.RunUntil(new Instant(59_999_999));
        Assert.That(bench.Out.Hex, Is.Empty);
        bench.RunUntil(new Instant(60_000_000));
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "01" }));
        bench.RunUntil(new Instant(70_000_000));
        Assert.That(bench.Out.Annotations[1].Timestamp, Is.EqualTo(new Instant(70_000_000)));
        bench.Router.WriteHandler("d.delay", "1.5s");
        Assert.That(bench.Read("d.delay"), Is.EqualTo("1.500000s"));
        bench.Send("03");
        bench.RunFor(Duration.FromSeconds(1));
        bench.Close();
    }

    private static string Lines(string type, string arguments)
    {
        string more = type == "MixedQueue" ? "; Idle -> [1] q" : "";
        return $"in :: TestSource -> q :: {type}({arguments}) -> u :: Unqueue(ACTIVE false) -> "
            + $"out :: TestSink{more}";
    }

    private static void SendAll(Bench bench, string source, params string[] packets)
    {
        foreach (string hex in packets)
        {
            bench.Send(hex, source: source);
        }
    }
}
