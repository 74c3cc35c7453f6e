using Xia.Kernel.Time;
using Xia.Node.Polling;
using Xia.Node.Running;
using Xia.Node.Tests.Testing;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Node.Tests.Running;

/// <summary>Graphs with two threads of the system; events end every wait.</summary>
public sealed class WorkerThreadsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // Each thread sleeps whenever its queue is empty or full, and the other one wakes it.
    [Test]
    public void Run_QueuesBetweenTwoThreads_CarryEveryPacket()
    {
        const string Text = """
            InfiniteSource(LIMIT 20000, BURST 1, STOP false)
                -> there :: Queue(4) -> u :: Unqueue -> back :: Queue(20000)
                -> v :: Unqueue -> c :: Counter(COUNT_CALL 1000 stop) -> Discard;
            StaticThreadSched(u 1);
            """;
        using var poller = new Poller();
        var driver = new RouterDriver(new RealClock(new ManualTime()), poller);
        RouterGraph graph = Load(Text, driver);
        var run = new Thread(() => driver.Run(graph)) { IsBackground = true };
        run.Start();
        Assert.That(run.Join(Limit), "The graph stops once a thousand packets were through.");
        Assert.That(int.Parse(graph.ReadHandler("c.count")), Is.GreaterThanOrEqualTo(1000));
        graph.Close();
    }

    [Test]
    public void Hotconfig_WrittenByAnotherThread_WakesTheOneThatSleeps()
    {
        using var poller = new Poller();
        using var isRunning = new ManualResetEventSlim();
        var driver = new RouterDriver(new RealClock(new ManualTime()), poller);
        RouterGraph graph = Load("Idle -> Discard", driver);
        RouterGraph? last = null;
        var run = new Thread(() => last = driver.Run(graph)) { IsBackground = true };
        poller.Post(isRunning.Set);
        run.Start();
        Assert.That(isRunning.Wait(Limit));
        graph.WriteHandler("hotconfig", "Idle -> Discard");
        Assert.That(SpinWait.SpinUntil(() => !driver.IsReplacing, Limit), "No task or timer wakes it.");
        driver.Stop();
        Assert.That(run.Join(Limit));
        Assert.That(last, Is.Not.SameAs(graph));
        last!.Close();
    }

    [TestCase(1)]
    [TestCase(1_000)]
    [TestCase(long.MaxValue / 2)]
    public void Wait_OfAnyLength_EndsWithStop(long nanoseconds)
    {
        const string Text = "s :: TimedSource(INTERVAL 1) -> Discard; StaticThreadSched(s 1);";
        using var slept = new ManualResetEventSlim();
        RouterGraph graph = Load(Text, null);
        var threads = new WorkerThreads(graph, new SleepyClock(nanoseconds, slept), 1);
        threads.Start();
        Assert.That(slept.Wait(Limit), "The worker waits for its timer.");
        threads.Wake(1);
        threads.Stop();
        threads.Wake(1);
        graph.Close();
    }

    private static RouterGraph Load(string text, RouterDriver? driver) => RouterGraph.Load(
        text,
        "config",
        new RouterEnvironment
        {
            Pool = new PacketPool(isShared: true),
            ThreadCount = 2,
            Driver = driver,
            Replacer = driver,
            Console = new RecordingConsole(),
        });

    /// <summary>Stands still, and says how long every deadline is away.</summary>
    private sealed class SleepyClock(long nanoseconds, ManualResetEventSlim slept) : RouterClock
    {
        public override Instant Read() => Instant.Zero;

        public override Duration PassUntil(Instant deadline)
        {
            slept.Set();
            return new Duration(nanoseconds);
        }
    }
}
