using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Graph;

internal sealed class TaskTests
{
    private readonly List<string> _fired = [];
    private RouterGraph _router = null!;

    [SetUp]
    public void SetUp()
    {
        _fired.Clear();
        _router = new Bench("i :: Idle -> Idle").Router;
    }

    [Test]
    public void Tickets_ShareTheFirings()
    {
        RouterTask often = Busy("often");
        RouterTask seldom = Busy("seldom");
        often.Tickets = 3 * seldom.Tickets;
        often.Schedule();
        seldom.Schedule();
        _router.Run(Instant.Zero, 4000);
        Assert.That(_fired.Count(name => name == "often"), Is.InRange(2950, 3050));
    }

    [TestCase(0, 1)]
    [TestCase(1, 1)]
    [TestCase(32768, 32768)]
    [TestCase(32769, 32768)]
    public void Tickets_StayWithinTheirBounds(int written, int read)
    {
        RouterTask task = Busy("a");
        task.Tickets = written;
        Assert.That(task.Tickets, Is.EqualTo(read));
    }

    [Test]
    public void TimerOfTheStart_FiresInTheFirstRun_HoweverManyTasksThereAre()
    {
        Busy("task").Schedule();
        new RouterTimer(_router.Elements[0], now => _fired.Add($"timer at {now.Nanoseconds}"))
            .ScheduleAt(new Instant(1));
        var start = new Instant(5);
        _router.Run(start, 3);
        Assert.That(_fired.Take(4), Is.EqualTo(new[] { "task", "task", "task", "timer at 5" }));
    }

    [Test]
    public void TaskThatFoundNothing_LetsAnotherTry()
    {
        RouterTask idle = null!;
        idle = new RouterTask(_router.Elements[0], () =>
        {
            _fired.Add("idle");
            idle.Schedule();
            return false;
        });
        RouterTask busy = Busy("busy");
        idle.Tickets = RouterTask.MaximumTickets;
        idle.Schedule();
        busy.Schedule();
        _router.Run(Instant.Zero, 6);
        Assert.That(_fired, Is.EqualTo(new[] { "idle", "busy", "idle", "busy", "idle", "busy" }));
    }

    [Test]
    public void OnlyTaskThatFoundNothing_GivesControlBack()
    {
        RouterTask idle = null!;
        idle = new RouterTask(_router.Elements[0], () =>
        {
            idle.Schedule();
            return false;
        });
        idle.Schedule();
        Assert.That(_router.Run(Instant.Zero, 100), Is.EqualTo(1));
        Assert.That(_router.NextRun, Is.EqualTo(Instant.Zero));
    }

    [Test]
    public void TaskThatSlept_GetsNoCreditForIt()
    {
        RouterTask early = Busy("early");
        RouterTask late = Busy("late");
        early.Schedule();
        _router.Run(Instant.Zero, 100);
        late.Schedule();
        _fired.Clear();
        _router.Run(Instant.Zero, 100);
        Assert.That(_fired.Count(name => name == "late"), Is.InRange(49, 51));
    }

    [Test]
    public void Unschedule_OfTheFirstTheMiddleAndTheLast_KeepsTheOthers()
    {
        RouterTask[] tasks = [.. "abcde".Select(name => Busy(name.ToString()))];
        foreach (RouterTask task in tasks)
        {
            task.Schedule();
        }

        tasks[0].Unschedule();
        tasks[2].Unschedule();
        tasks[4].Unschedule();
        _router.Run(Instant.Zero, 4);
        Assert.That(_fired, Is.EqualTo(new[] { "b", "d", "b", "d" }));
        tasks[2].Schedule();
        _router.Run(Instant.Zero, 3);
        Assert.That(_fired.Skip(4).Order(), Is.EqualTo(new[] { "b", "c", "d" }));
    }

    [Test]
    public void Unschedule_WhileItFires_KeepsItOut()
    {
        RouterTask task = null!;
        task = new RouterTask(_router.Elements[0], () =>
        {
            task.Schedule();
            task.Unschedule();
            return true;
        });
        task.Schedule();
        Assert.That(_router.Run(Instant.Zero, 10), Is.EqualTo(1));
        Assert.That(_router.NextRun, Is.Null);
    }

    [Test]
    public void ScheduleInfo_MultipliesAlongTheScopes()
    {
        var bench = new Bench(
            "elementclass C { i :: InfiniteSource(LIMIT 0) -> output; ScheduleInfo(i 0.5) } "
            + "c :: C -> d :: Discard; e :: InfiniteSource(LIMIT 0) -> Discard; ScheduleInfo(c 4, e 100)");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Read("c/i.tickets"), Is.EqualTo("2048"));
            Assert.That(bench.Read("e.tickets"), Is.EqualTo("32768"));
            Assert.That(bench.Read("e.home_thread"), Is.EqualTo("0"));
        });
        bench.Router.WriteHandler("e.tickets", "7");
        Assert.That(bench.Read("e.tickets"), Is.EqualTo("7"));
        Assert.That(
            Assert.Throws<HandlerException>(() => bench.Router.WriteHandler("e.tickets", "x"))!.Message,
            Is.EqualTo("expected number"));
        bench.Close();
    }

    [Test]
    public void ScheduleInfo_WrongArgument_IsAnError() => Assert.That(
        Bench.ErrorOf("ScheduleInfo(a b c)"), Does.Contain("expected 'ELEMENTNAME PARAM'"));

    private RouterTask Busy(string name)
    {
        RouterTask task = null!;
        task = new RouterTask(_router.Elements[0], () =>
        {
            _fired.Add(name);
            task.Schedule();
            return true;
        });
        return task;
    }
}
