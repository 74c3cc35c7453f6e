using Xia.Kernel.Time;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Graph;

internal sealed class SignalTests
{
    // "n" shows the signal; the same words as Click's own program.
    [TestCase("Idle -> q :: Queue -> n :: NotifierDebug -> Unqueue(ACTIVE false) -> Idle", "empty.0/1:1*")]
    [TestCase("Idle -> q :: Queue -> n :: NotifierDebug -> Unqueue -> Discard", "empty.0/1:0")]
    [TestCase("Idle -> n :: NotifierDebug -> Queue -> Idle", "full.0/1:1*")]
    [TestCase("Idle -> n :: NotifierDebug -> NotifierQueue -> Idle", "busy*")]
    [TestCase("Idle -> SimpleQueue -> n :: NotifierDebug -> Idle", "idle")]
    [TestCase("TestSource -> SimpleQueue -> n :: NotifierDebug -> Unqueue(ACTIVE false) -> Idle", "busy*")]
    [TestCase("InfiniteSource -> n :: NotifierDebug -> Unqueue(ACTIVE false) -> Idle", "empty.0/1:1*")]
    [TestCase("InfiniteSource(LIMIT 0) -> n :: NotifierDebug -> Discard", "busy*")]
    [TestCase("Idle -> n :: NotifierDebug -> Unqueue(ACTIVE false) -> Idle", "idle")]
    [TestCase("Idle -> n :: NotifierDebug -> Discard", "busy*")]
    [TestCase(
        "i :: Idle -> n :: NotifierDebug -> t :: Tee -> Queue -> Idle; t[1] -> Queue -> Idle", "full.0/3:3*")]
    [TestCase(
        "i :: Idle -> n :: NotifierDebug -> t :: Tee -> Queue -> Idle; t[1] -> Discard", "busy*")]
    public void Signal_Shown(string text, string signal)
    {
        var bench = new Bench(text);
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Read("n.signal"), Is.EqualTo(signal));
        bench.Close();
    }

    [Test]
    public void EmptySignal_OfAQueue_GoesOffAfterTenEmptyPulls()
    {
        var bench = new Bench("in :: TestSource -> q :: Queue -> u :: Unqueue -> out :: TestSink");
        Assert.That(bench.Router.Run(bench.Now, 9), Is.EqualTo(1));
        for (int pull = 2; pull < 10; pull++)
        {
            bench.Router.Run(bench.Now, 1);
            Assert.That(bench.Read("u.scheduled"), Is.EqualTo("true"));
        }

        bench.Router.Run(bench.Now, 1);
        Assert.That(bench.Read("u.scheduled"), Is.EqualTo("false"));
        bench.Send("01");
        Assert.That(bench.Read("u.scheduled"), Is.EqualTo("true"));
        bench.Close();
    }

    [Test]
    public void EmptySignal_OfAQuickNoteQueue_GoesOffAtOnce()
    {
        var bench = new Bench("in :: TestSource -> q :: QuickNoteQueue -> u :: Unqueue -> out :: TestSink");
        bench.Send("01");
        bench.Router.Run(bench.Now, 1);
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(1));
        Assert.That(bench.Read("u.scheduled"), Is.EqualTo("true"));
        bench.Router.Run(bench.Now, 1);
        Assert.That(bench.Read("u.scheduled"), Is.EqualTo("false"));
        bench.Send("02");
        Assert.That(bench.Read("u.scheduled"), Is.EqualTo("true"));
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(2));
        bench.Close();
    }
}
