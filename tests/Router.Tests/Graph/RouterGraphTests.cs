using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Elements.Sources;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Graph;

internal sealed class RouterGraphTests
{
    [Test]
    public void Handlers_OfRouterAndElements()
    {
        var bench = new Bench("in :: TestSource -> c :: Counter -> p :: Paint(3) -> out :: TestSink");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Read("list"), Is.EqualTo("4\nin\nc\np\nout"));
            Assert.That(bench.Read("c.class"), Is.EqualTo("Counter"));
            Assert.That(bench.Read("c.name"), Is.EqualTo("c"));
            Assert.That(bench.Read("p.config"), Is.EqualTo("3"));
            Assert.That(bench.Read("c.handlers"), Does.Contain("count\tr\n").And.Contain("reset_counts\tw"));
            Assert.That(bench.Read("flatconfig"), Does.Contain("p :: Paint(3);"));
            Assert.That(bench.Read("classes"), Does.Contain("\nQueue\n"));
            Assert.That(Error(() => bench.Read("x.count")), Is.EqualTo("no element named 'x'"));
            Assert.That(Error(() => bench.Read("c.nothing")), Is.EqualTo("'c.nothing' not a read handler"));
            Assert.That(
                Error(() => bench.Router.WriteHandler("c.count", "")),
                Is.EqualTo("'c.count' not a write handler"));
            Assert.That(
                Error(() => bench.Router.WriteHandler("p.color", "256")),
                Is.EqualTo("out of range, bound 255"));
        });
    }

    [Test]
    public void HandlerLists_AreInClicksOrder()
    {
        var bench = new Bench("q :: Queue; Idle -> q -> u :: Unqueue -> Discard");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Read("q.handlers"), Is.EqualTo(
                "reset\twb\nreset_counts\twb\ndrops\tr\ncapacity\trw.\nhighwater_length\tr\nlength\tr\n"
                + "handlers\tr.\nports\tr.\nconfig\trw\nclass\tr.\nname\tr."));
            Assert.That(
                bench.Read("u.handlers"), Does.StartWith("home_thread\trw\ntickets\trw\nscheduled\tr\n"));
            Assert.That(bench.Read("handlers"), Does.StartWith("version\tr\n").And.EndsWith("\nstop\tw"));
        });
    }

    [Test]
    public void Find_ByNameAndType()
    {
        RouterGraph router = new Bench("Idle -> c :: Counter -> Discard").Router;
        Assert.That(router.Find<Counter>("c"), Is.Not.Null);
        Assert.That(router.Find<Discard>("c"), Is.Null);
    }

    [Test]
    public void State_MovesToAnotherGraph()
    {
        const string Text = "in :: TestSource -> c :: Counter -> q :: Queue(4) -> u :: Unqueue(ACTIVE false) "
            + "-> out :: TestSink";
        var old = new Bench(Text);
        old.Send("01 02", packet => packet.Annotations.Paint = 7);
        old.Send("03");
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        old.Router.ExportState(ref writer);
        old.Close();

        var fresh = new Bench(Text);
        var reader = new MessagePackReader(output.WrittenSpan);
        fresh.Router.ImportState(ref reader);
        Assert.That(reader.End);
        Assert.That(fresh.Read("c.count"), Is.EqualTo("2"));
        Assert.That(fresh.Read("q.length"), Is.EqualTo("2"));
        fresh.Router.WriteHandler("u.active", "true");
        fresh.RunFor(Duration.Zero);
        Assert.That(fresh.Out.Hex, Is.EqualTo(new[] { "0102", "03" }));
        Assert.That(fresh.Out.Annotations[0].Paint, Is.EqualTo(7));
        fresh.Close();
    }

    [Test]
    public void ImportState_OfAnotherGraph_IsRefused()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        new Bench("Idle -> c :: Counter -> Discard").Router.ExportState(ref writer);
        RouterGraph other = new Bench("Idle -> d :: Counter -> Discard").Router;
        Assert.Throws<MessagePackSerializationException>(() =>
        {
            var reader = new MessagePackReader(output.WrittenSpan);
            other.ImportState(ref reader);
        });
    }

    [Test]
    public void Timers_FireInOrderOfDeadlineThenOfSetting()
    {
        RouterGraph router = new Bench("i :: Idle -> Idle").Router;
        Element owner = router.Elements[0];
        var fired = new List<string>();
        RouterTimer Timer(string name) => new(owner, now => fired.Add($"{name}@{now.Nanoseconds}"));
        RouterTimer a = Timer("a"), b = Timer("b"), c = Timer("c"), d = Timer("d");
        a.ScheduleAt(new Instant(30));
        b.ScheduleAt(new Instant(10));
        c.ScheduleAt(new Instant(10));
        d.ScheduleAt(new Instant(20));
        d.Cancel();
        a.ScheduleAt(new Instant(5));
        Assert.That(router.NextRun, Is.EqualTo(new Instant(5)));
        Assert.That(router.Run(new Instant(9), 100), Is.EqualTo(1));
        Assert.That(router.Run(new Instant(10), 1), Is.EqualTo(1));
        Assert.That(router.Run(new Instant(10), 100), Is.EqualTo(1));
        Assert.That(fired, Is.EqualTo(new[] { "a@9", "b@10", "c@10" }));
        Assert.That(router.NextRun, Is.Null);
    }

    [Test]
    public void Tasks_TakeTurns()
    {
        RouterGraph router = new Bench("i :: Idle -> Idle").Router;
        var fired = new List<string>();
        RouterTask? a = null;
        a = new RouterTask(router.Elements[0], () =>
        {
            fired.Add("a");
            a!.Schedule();
            return true;
        });
        var b = new RouterTask(router.Elements[0], () =>
        {
            fired.Add("b");
            return true;
        });
        a.Schedule();
        b.Schedule();
        Assert.That(router.Run(Instant.Zero, 3), Is.EqualTo(3));
        Assert.That(fired, Is.EqualTo(new[] { "a", "b", "a" }));
        a.Unschedule();
        Assert.That(router.NextRun, Is.Null);
    }

    [Test]
    public void Driver_HearsOfEarlierWork_OnceAndOnlyOutsideOfRuns()
    {
        var driver = new CountingDriver();
        RouterEnvironment plain = Bench.Environment();
        RouterGraph router = RouterGraph.Load(
            "i :: Idle -> Idle",
            "config",
            new RouterEnvironment { Pool = plain.Pool, Elements = plain.Elements, Driver = driver });
        var timer = new RouterTimer(router.Elements[0], _ => { });
        var task = new RouterTask(router.Elements[0], () =>
        {
            timer.ScheduleAt(new Instant(1));
            return true;
        });
        timer.ScheduleAt(new Instant(50));
        Assert.That(driver.Count, Is.EqualTo(1));
        timer.ScheduleAt(new Instant(60));
        Assert.That(driver.Count, Is.EqualTo(1));
        task.Schedule();
        Assert.That(driver.Count, Is.EqualTo(2));
        router.Run(Instant.Zero, 10);
        Assert.That((driver.Count, router.NextRun), Is.EqualTo((2, (Instant?)new Instant(1))));
    }

    private static string Error(Action action) => Assert.Throws<HandlerException>(() => action())!.Message;

    private sealed class CountingDriver : IRouterDriver
    {
        public int Count { get; private set; }

        public void OnRunRequested() => Count++;
    }
}
