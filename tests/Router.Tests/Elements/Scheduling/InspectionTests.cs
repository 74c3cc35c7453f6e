using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Scheduling;

internal sealed class InspectionTests
{
    [TestCase("upstream", "", "a a2")]
    [TestCase("upstream", "2", "a a2 b")]
    [TestCase("upstream0", "2", "a b")]
    [TestCase("upstream1", "2", "a2")]
    [TestCase("downstream", "", "x x2")]
    [TestCase("downstream", "9", "x x2 y z")]
    [TestCase("downstream1", "9", "x2")]
    public void NeighborhoodTest_NamesWhatStandsAround(string handler, string distance, string names)
    {
        var bench = new Bench(
            "d :: Idle -> c :: Null -> b :: Null -> a :: Null -> n :: NeighborhoodTest; "
            + "n -> x :: Null -> y :: Null -> z :: Idle; a2 :: Idle -> [1] n; n[1] -> x2 :: Idle");
        Assert.That(
            bench.Router.ReadHandler("n." + handler, distance),
            Is.EqualTo(names.Replace(' ', '\n') + "\n"));
        bench.Close();
    }

    [Test]
    public void NeighborhoodTest_TakesANumber()
    {
        RouterGraph router = new Bench("n :: NeighborhoodTest -> Idle").Router;
        Assert.That(
            Assert.Throws<HandlerException>(() => router.ReadHandler("n.upstream", "x"))!.Message,
            Is.EqualTo("syntax error"));
    }

    [Test]
    public void TimerTest_FiresInOrder_AndCanBeMoved()
    {
        var bench = new Bench(
            "t1 :: TimerTest(DELAY .03s); t2 :: TimerTest(DELAY .02s); t3 :: TimerTest(DELAY .01s)");
        bench.Router.WriteHandler("t1.schedule_after", "5ms");
        Assert.That(bench.Read("t1.expiry"), Is.EqualTo("0.005000"));
        bench.RunFor(Duration.FromMilliseconds(30));
        Assert.That(bench.Lines, Is.EqualTo(new[]
        {
            "0.005000: t1 :: TimerTest fired",
            "0.010000: t3 :: TimerTest fired",
            "0.020000: t2 :: TimerTest fired",
        }));
        Assert.That(bench.Read("t1.scheduled"), Is.EqualTo("false"));
        bench.Router.WriteHandler("t1.scheduled", "true");
        Assert.That(bench.Read("t1.scheduled"), Is.EqualTo("true"));
        bench.Router.WriteHandler("t1.unschedule", "");
        Assert.That(bench.Read("t1.scheduled"), Is.EqualTo("false"));
        bench.Close();
    }

    [Test]
    public void TimerTest_WithoutADelay_ShowsATimerThatDoesNothing()
    {
        var bench = new Bench("tt :: TimerTest");
        Assert.That(bench.Lines, Is.EqualTo(new[]
        {
            "Initializing default_constructor_timer",
            "initializing Timer tt :: TimerTest, which does nothing",
            "Initializing explicit_do_nothing_timer",
        }));
    }

    [Test]
    public void NotifierDebug_SeveralWords()
    {
        string queues = string.Concat(Enumerable.Range(1, 40).Select(
            number => $"x[{number - 1}] -> NotifierQueue(5) -> [{number}] s; "));
        var bench = new Bench(
            "in :: TestSource -> NotifierQueue(5) -> s :: RoundRobinSched -> n :: NotifierDebug -> "
            + $"u :: Unqueue -> out :: TestSink; x :: Idle; {queues}");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Read("n.signal"), Is.EqualTo("empty.0/ffffffff:0+empty.1/1ff:0"));
        bench.Send("01");
        Assert.That(bench.Read("n.signal"), Is.EqualTo("empty.0/ffffffff:1*+empty.1/1ff:0"));
        Assert.That(bench.Read("u.scheduled"), Is.EqualTo("true"));
        bench.Close();
    }
}
