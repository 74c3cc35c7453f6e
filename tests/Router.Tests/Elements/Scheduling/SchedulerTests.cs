using Xia.Kernel.Time;
using Xia.Router.Graph.Handlers;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Scheduling;

internal sealed class SchedulerTests
{
    [Test]
    public void StrideSched_SharesByTickets_AndGoesOnWithTheRest()
    {
        var bench = new Bench(Three("StrideSched(4, 2, 1)", 10));
        bench.Router.Run(Instant.Zero, 50);
        Assert.That(
            string.Concat(bench.Out.Hex.Select(hex => hex[1])), Is.EqualTo("112112311211231122322322333333"));
        bench.Close();
    }

    [Test]
    public void StrideSched_Tickets_CanBeWritten()
    {
        var bench = new Bench(Three("StrideSched(1, 1, 0)", 4));
        bench.Router.WriteHandler("s.tickets2", "1");
        bench.Router.WriteHandler("s.tickets1", "0");
        bench.Router.WriteHandler("s.tickets0", "40000");
        bench.Router.Run(Instant.Zero, 100);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Hex, Has.Count.EqualTo(8).And.No.Member("02"));
            Assert.That(bench.Read("s.config"), Is.EqualTo("32768, 0, 1"));
            Assert.That(Error(bench, "s.tickets0", "x"), Is.EqualTo("tickets value must be integer"));
            Assert.That(Error(bench, "s.tickets0", "-1"), Is.EqualTo("number of tickets must be >= 0"));
        });
        bench.Close();
    }

    [TestCase("StrideSched(5)", "need 3 arguments, one per input port")]
    [TestCase("StrideSched(5, x, 1)", "argument 1 should be number of tickets (integer)")]
    [TestCase("StrideSched(5, 1, -1)", "argument 2 (number of tickets) must be >= 0")]
    [TestCase("TimeSortedSched(BUFFER 0)", "BUFFER must be at least 1")]
    public void Mistakes(string scheduler, string error) =>
        Assert.That(Bench.ErrorOf(Three(scheduler, 1)), Does.Contain(error));

    [TestCase("RoundRobinSched", "123123123")]
    [TestCase("SimpleRoundRobinSched", "123123123")]
    [TestCase("PrioSched", "111222333")]
    [TestCase("SimplePrioSched", "111222333")]
    [TestCase("StaticPullSwitch(1)", "222")]
    [TestCase("SimplePullSwitch(2)", "333")]
    [TestCase("PullSwitch(-1)", "")]
    public void Schedulers_TakeInTheirOrder(string scheduler, string order)
    {
        var bench = new Bench(Three(scheduler, 3));
        bench.Router.Run(Instant.Zero, 50);
        Assert.That(string.Concat(bench.Out.Hex.Select(hex => hex[1])), Is.EqualTo(order));
        bench.Close();
    }

    [Test]
    public void RoundRobinSched_AsksOnlyInputsThatHaveSomething_AndWakesWhoPulls()
    {
        var bench = new Bench(
            "in :: TestSource -> q :: QuickNoteQueue -> s :: RoundRobinSched -> u :: Unqueue -> "
            + "out :: TestSink; b :: TestSource -> QuickNoteQueue -> [1] s");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Read("u.scheduled"), Is.EqualTo("false"));
        bench.Send("01", source: "b");
        bench.RunFor(Duration.Zero);
        bench.Send("02");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "01", "02" }));
        Assert.That(bench.Read("u.scheduled"), Is.EqualTo("false"));
        bench.Close();
    }

    [Test]
    public void PullSwitch_SleepsWithItsInput()
    {
        var bench = new Bench(
            "in :: TestSource -> QuickNoteQueue -> s :: PullSwitch(1) -> u :: Unqueue -> out :: TestSink; "
            + "Idle -> [1] s");
        bench.Send("01");
        bench.RunFor(Duration.Zero);
        Assert.That((bench.Read("u.scheduled"), bench.Out.Hex.Count), Is.EqualTo(("false", 0)));
        bench.Send("02");
        Assert.That(bench.Read("u.scheduled"), Is.EqualTo("false"));
        bench.Router.WriteHandler("s.switch", "0");
        Assert.That(bench.Read("u.scheduled"), Is.EqualTo("true"));
        bench.RunFor(Duration.Zero);
        Assert.That((bench.Read("u.scheduled"), bench.Out.Hex.Count), Is.EqualTo(("false", 2)));
        bench.Router.WriteHandler("s.config", "7");
        Assert.That(bench.Read("s.switch"), Is.EqualTo("-1"));
        bench.Close();
    }

    [Test]
    public void StrideSwitch_SharesByTickets()
    {
        var bench = new Bench(
            "in :: TestSource -> s :: StrideSwitch(2, 1, 0) -> a :: TestSink; s[1] -> b :: TestSink; s[2] -> "
            + "c :: TestSink");
        for (int packet = 0; packet < 9; packet++)
        {
            bench.Send("01");
        }

        Assert.That(
            (bench.Sink("a").Hex.Count, bench.Sink("b").Hex.Count, bench.Sink("c").Hex.Count),
            Is.EqualTo((6, 3, 0)));
        bench.Close();
    }

    [Test]
    public void InputSwitch_PassesOneInput()
    {
        var bench = new Bench(
            "in :: TestSource -> s :: InputSwitch(1) -> out :: TestSink; b :: TestSource -> [1] s");
        bench.Send("01");
        bench.Send("02", source: "b");
        bench.Router.WriteHandler("s.switch", "0");
        bench.Send("03");
        bench.Send("04", source: "b");
        bench.Router.WriteHandler("s.switch", "2");
        Assert.That(bench.Read("s.switch"), Is.EqualTo("-1"));
        bench.Send("05");
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "02", "03" }));
        bench.Close();
    }

    [Test]
    public void Bypass_TakesTheDetour_Pushing()
    {
        var bench = new Bench(
            "in :: TestSource -> b :: Bypass -> out :: TestSink; b[1] -> c :: Counter -> Strip(1) -> [1] b");
        bench.Send("0102");
        bench.Router.WriteHandler("b.active", "true");
        bench.Send("0304");
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "0102", "04" }));
        Assert.That(bench.Read("c.count"), Is.EqualTo("1"));
        bench.Close();
    }

    [Test]
    public void Bypass_TakesTheDetour_Pulling()
    {
        var bench = new Bench(
            "in :: TestSource -> QuickNoteQueue -> b :: Bypass -> Unqueue -> out :: TestSink; b[1] -> "
            + "Strip(1) -> [1] b");
        bench.Send("0102");
        bench.RunFor(Duration.Zero);
        bench.Router.WriteHandler("b.active", "true");
        bench.Send("0304");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "0102", "04" }));
        bench.Close();
    }

    [Test]
    public void TimeSortedSched_MergesByStamp_AndSaysWhenItCouldNot()
    {
        var bench = new Bench(
            "in :: TestSource -> QuickNoteQueue -> s :: TimeSortedSched -> u :: Unqueue(ACTIVE false) -> "
            + "out :: TestSink; b :: TestSource -> QuickNoteQueue -> [1] s");
        Send("in", 1, 4);
        Send("b", 2, 3, 5);
        bench.Router.WriteHandler("u.active", "true");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "01", "02", "03", "04", "05" }));
        Assert.That((bench.Read("s.well_ordered"), bench.Read("u.scheduled")), Is.EqualTo(("true", "false")));
        Send("in", 9, 8);
        bench.RunFor(Duration.Zero);
        Assert.That((bench.Read("s.well_ordered"), bench.Out.Hex.Count), Is.EqualTo(("false", 7)));
        bench.Close();

        void Send(string source, params byte[] stamps)
        {
            foreach (byte stamp in stamps)
            {
                bench.Send([stamp], packet => packet.Annotations.Timestamp = new Instant(stamp), source);
            }
        }
    }

    [Test]
    public void TimeSortedSched_WithStop_EndsTheGraph()
    {
        var bench = new Bench("Idle -> TimeSortedSched(STOP true) -> Unqueue -> out :: TestSink");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Router.IsStopped);
        bench.Close();
    }

    [Test]
    public void DelayShaper_WakesWhoPullsWhenTheTimeHasCome()
    {
        var bench = new Bench(
            "in :: TestSource -> QuickNoteQueue -> d :: DelayShaper(50ms) -> u :: Unqueue -> "
            + "out :: TestSink");
        bench.Send("01", packet => packet.Annotations.Timestamp = new Instant(10_000_000));
        bench.RunUntil(new Instant(59_999_999));
        Assert.That((bench.Out.Hex.Count, bench.Read("u.scheduled")), Is.EqualTo((0, "false")));
        bench.RunUntil(new Instant(60_000_000));
        Assert.That(bench.Out.Annotations[0].Timestamp, Is.EqualTo(new Instant(60_000_000)));
        bench.Send("02", packet => packet.Annotations.Timestamp = bench.Now);
        bench.RunFor(Duration.FromMilliseconds(50));
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(2));
        Assert.That(Error(bench, "d.delay", "x"), Is.EqualTo("delay must be a timestamp"));
        bench.Close();
    }

    private static string Error(Bench bench, string handler, string value) =>
        Assert.Throws<HandlerException>(() => bench.Router.WriteHandler(handler, value))!.Message;

    private static string Three(string scheduler, int limit) =>
        $"s :: {scheduler} -> Unqueue -> out :: TestSink; InfiniteSource(\\<01>, {limit}) -> s; "
        + $"InfiniteSource(\\<02>, {limit}) -> [1] s; InfiniteSource(\\<03>, {limit}) -> [2] s";
}
