using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Graph;

internal sealed class ReplacementTests
{
    private const string Old =
        "in :: TestSource -> c :: Counter -> q :: Queue(4) -> u :: Unqueue(ACTIVE false) -> out :: TestSink; "
        + "FromDevice(eth0) -> d :: Discard; InfiniteSource -> Queue -> e :: Discard";

    [Test]
    public void TakeOver_MovesStateToElementsOfTheSameName()
    {
        var eth0 = new FakeDevice("eth0", default);
        var bench = new Bench(Old, null, eth0);
        bench.Send("01", packet => packet.Annotations.Paint = 7);
        bench.Send("02");
        bench.Send("03");
        bench.Router.Run(new Instant(5), 3);
        RouterGraph fresh = bench.Router.PrepareReplacement(
            "in :: TestSource -> c :: Counter -> q :: QuickNoteQueue(2) -> u :: Unqueue -> out :: TestSink; "
            + "FromDevice(eth0) -> d :: Discard",
            "config");
        Assert.That(bench.Read("c.count"), Is.EqualTo("3"), "The old graph is still there.");
        fresh.TakeOver(bench.Router);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Router.NextRun, Is.Null);
            Assert.That(bench.Router.Run(new Instant(6), 100), Is.Zero);
            Assert.That(fresh.Now, Is.EqualTo(new Instant(5)));
            Assert.That(fresh.ReadHandler("c.count").Trim(), Is.EqualTo("3"));
            Assert.That(fresh.ReadHandler("q.length"), Is.EqualTo("2"));
            Assert.That(
                bench.Lines,
                Has.Member("q :: QuickNoteQueue: warning: some packets lost (old length 3, new capacity 2)"));
        });
        eth0.Receiver!.OnReceive(bench.Pool.Take([9]), new Instant(7));
        fresh.Run(new Instant(8), 100);
        var sink = fresh.Find<TestSink>("out")!;
        Assert.Multiple(() =>
        {
            Assert.That(sink.Hex, Is.EqualTo(new[] { "01", "02" }));
            Assert.That(sink.Annotations[0].Paint, Is.EqualTo(7));
            Assert.That(fresh.ReadHandler("d.count").Trim(), Is.EqualTo("1"));
        });
        fresh.Close();
        Assert.That(bench.Pool.Outstanding, Is.Zero);
        Assert.That(eth0.Receiver, Is.Null);
    }

    [Test]
    public void PrepareReplacement_OfAWrongGraph_LeavesTheOldOneRunning()
    {
        var eth0 = new FakeDevice("eth0", default);
        var bench = new Bench(Old, null, eth0);
        foreach (string text in new[]
        {
            "in :: Nonesuch",
            "Idle -> Queue(x) -> Idle",
            "FromDevice(eth0) -> Discard; FromDevice(eth9) -> Discard",
        })
        {
            Assert.Throws<RouterConfigurationException>(
                () => bench.Router.PrepareReplacement(text, "config"));
        }

        eth0.Receiver!.OnReceive(bench.Pool.Take([9]), new Instant(7));
        bench.Send("01");
        Assert.That((bench.Read("d.count"), bench.Read("q.length")), Is.EqualTo(("1", "1")));
        bench.Router.Run(new Instant(8), 10);
        Assert.That(int.Parse(bench.Read("e.count")), Is.Positive);
        bench.Close();
    }

    [Test]
    public void PreparedReplacement_MayBeThrownAway()
    {
        var eth0 = new FakeDevice("eth0", default);
        var bench = new Bench(Old, null, eth0);
        RouterGraph fresh = bench.Router.PrepareReplacement(Old, "config");
        fresh.Close();
        eth0.Receiver!.OnReceive(bench.Pool.Take([9]), new Instant(7));
        Assert.That(bench.Read("d.count"), Is.EqualTo("1"));
        bench.Close();
    }

    [Test]
    public void FrontDropQueue_KeepsTheNewest()
    {
        var bench = new Bench(Old, null, new FakeDevice("eth0", default));
        bench.Send("01");
        bench.Send("02");
        bench.Send("03");
        RouterGraph fresh = bench.Router.PrepareReplacement(
            "TestSource -> q :: FrontDropQueue(2) -> Unqueue -> out :: TestSink", "config");
        fresh.TakeOver(bench.Router);
        fresh.Run(Instant.Zero, 100);
        Assert.That(fresh.Find<TestSink>("out")!.Hex, Is.EqualTo(new[] { "02", "03" }));
        fresh.Close();
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }
}
