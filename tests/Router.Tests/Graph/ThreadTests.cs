using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Graph;

internal sealed class ThreadTests
{
    [Test]
    public void StaticThreadSched_PlacesElementsAndCompounds()
    {
        RouterGraph router = Load(
            "StaticThreadSched(sub0 1); sub0, sub1 :: { src :: InfiniteSource(LIMIT 0) -> d :: Discard; "
            + "src2 :: InfiniteSource(LIMIT 0) -> d; StaticThreadSched(src 0); } "
            + "x :: InfiniteSource(LIMIT 0) -> Discard; StaticThreadSched(x 1)",
            2);
        Assert.Multiple(() =>
        {
            Assert.That(Read(router, "sub0/src.home_thread"), Is.EqualTo("0"));
            Assert.That(Read(router, "sub0/src2.home_thread"), Is.EqualTo("1"));
            Assert.That(Read(router, "sub1/src2.home_thread"), Is.EqualTo("0"));
            Assert.That(Read(router, "x.home_thread"), Is.EqualTo("1"));
        });
        router.WriteHandler("x.home_thread", "0");
        Assert.That(Read(router, "x.home_thread"), Is.EqualTo("0"));
        Assert.Throws<HandlerException>(() => router.WriteHandler("x.home_thread", "2"));
        router.Close();
    }

    [TestCase("StaticThreadSched(nobody 1)", "'nobody/' does not name an element")]
    [TestCase("StaticThreadSched(a)", "THREAD: required argument missing")]
    public void StaticThreadSched_Mistakes(string text, string error) =>
        Assert.That(Bench.ErrorOf("a :: Idle; a -> Idle; " + text), Does.Contain(error));

    [Test]
    public void Parked_ElementsNeverRun()
    {
        RouterGraph router = Load(
            "StaticThreadSched(s -1); s :: InfiniteSource(LIMIT 5) -> c :: Counter -> Discard", 1);
        router.Run(Instant.Zero, 100);
        Assert.That(Read(router, "c.count"), Is.EqualTo("0"));
        Assert.That(router.NextRun, Is.Null);
        router.WriteHandler("s.home_thread", "0");
        router.Run(Instant.Zero, 100);
        Assert.That(Read(router, "c.count"), Is.EqualTo("5"));
        router.Close();
    }

    [Test]
    public void SeveralThreads_InOneLoop_AreDeterministic()
    {
        const string Text = "StaticThreadSched(s 0, u 1); s :: InfiniteSource(LIMIT 50) -> q :: Queue(4) -> "
            + "u :: Unqueue -> out :: TestSink";
        RouterGraph router = Load(Text, 2);
        while (router.NextRun is { } next)
        {
            router.Run(next, 10);
        }

        Assert.That(router.Find<TestSink>("out")!.Hex, Has.Count.EqualTo(50));
        Assert.That(Read(router, "q.drops"), Is.EqualTo("0"));
        Close(router);
    }

    [Test]
    public void SeveralThreads_NeedASharedPool() => Assert.Throws<ArgumentException>(
        () => RouterGraph.Load("Idle -> Idle", "config", new RouterEnvironment
        {
            Pool = new PacketPool(),
            ThreadCount = 2,
        }));

    [TestCase("Queue")]
    [TestCase("QuickNoteQueue")]
    [TestCase("NotifierQueue")]
    [TestCase("ThreadSafeQueue")]
    public void QueueBetweenThreads_LosesNothing(string queue)
    {
        const int PacketCount = 60_000;
        string full = queue == "NotifierQueue" ? PacketCount.ToString() : "64";
        (RouterGraph router, ThreadedDriver driver) = LoadThreaded(
            "StaticThreadSched(s 0, u 1, v 2); "
            + $"s :: InfiniteSource(LIMIT {PacketCount}, LENGTH 60) -> q :: {queue}({full}) -> "
            + $"u :: Unqueue -> r :: {queue}({PacketCount}) -> v :: Unqueue -> c :: Counter -> "
            + $"stop :: StopAfter({PacketCount})",
            3);
        driver.Join(driver.Start(router));
        Assert.Multiple(() =>
        {
            Assert.That(Read(router, "stop.count"), Is.EqualTo($"{PacketCount}"));
            Assert.That(Read(router, "c.count"), Is.EqualTo($"{PacketCount}"));
            Assert.That(Read(router, "q.drops"), Is.EqualTo("0"));
            Assert.That(Read(router, "r.drops"), Is.EqualTo("0"));
        });
        Close(router);
    }

    [Test]
    [Repeat(50)]
    public void ManyPushersAndPullers_ShareAQueue()
    {
        const int PacketCount = 20_000;
        (RouterGraph router, ThreadedDriver driver) = LoadThreaded(
            "StaticThreadSched(s 0, t 1, u 0, v 1); q :: Queue(32); "
            + $"s :: InfiniteSource(LIMIT {PacketCount}) -> q; "
            + $"t :: InfiniteSource(LIMIT {PacketCount}) -> q; q -> u :: Unqueue -> "
            + $"stop :: StopAfter({2 * PacketCount}); q -> v :: Unqueue -> [1] stop",
            2);
        Thread[] threads = driver.Start(router);

        // Handlers are called meanwhile; nothing runs while one of them is.
        for (int call = 0; call < 100_000 && !router.IsStopped && driver.Failures.Count == 0; call++)
        {
            Assert.That(int.Parse(Read(router, "q.length")), Is.InRange(0, 32));
            router.WriteHandler("q.reset_counts", "");
        }

        driver.Join(threads);
        Assert.That(Read(router, "stop.count"), Is.EqualTo($"{2 * PacketCount}"));
        Close(router);
    }

    [Test]
    public void ClonesAndEncapsulation_CrossThreads_WithoutSharingBytes()
    {
        const int PacketCount = 10_000;
        (RouterGraph router, ThreadedDriver driver) = LoadThreaded(
            "StaticThreadSched(s 0, u 1, v 2); "
            + $"s :: InfiniteSource(LIMIT {PacketCount}, LENGTH 20) -> t :: Tee -> Queue({PacketCount}) -> "
            + "u :: Unqueue -> EtherEncap(0x0800, 1:1:1:1:1:1, 2:2:2:2:2:2) -> c :: Counter -> "
            + $"stop :: StopAfter({2 * PacketCount}); t[1] -> Queue({PacketCount}) -> v :: Unqueue -> "
            + "Strip(4) -> Unstrip(4) -> d :: Counter -> [1] stop",
            3);
        driver.Join(driver.Start(router));
        Assert.Multiple(() =>
        {
            Assert.That(Read(router, "c.byte_count"), Is.EqualTo($"{34 * PacketCount}"));
            Assert.That(Read(router, "d.byte_count"), Is.EqualTo($"{20 * PacketCount}"));
        });
        Close(router);
    }

    private static string Read(RouterGraph router, string handler) =>
        router.ReadHandler(handler).TrimEnd('\n');

    private static RouterGraph Load(string text, int threadCount, IRouterDriver? driver = null) =>
        RouterGraph.Load(text, "config", new RouterEnvironment
        {
            Pool = new PacketPool(threadCount > 1),
            ThreadCount = threadCount,
            Driver = driver,
            Elements = new ElementRegistry(Bench.Environment().Elements)
                .Add("StopAfter", () => new StopAfter()),
        });

    private static (RouterGraph Router, ThreadedDriver Driver) LoadThreaded(string text, int threadCount)
    {
        var driver = new ThreadedDriver(threadCount);
        return (Load(text, threadCount, driver), driver);
    }

    private static void Close(RouterGraph router)
    {
        router.Close();
        long outstanding = router.Threads.Sum(thread => thread.Pool.Outstanding);
        Assert.That(outstanding, Is.Zero, "Every packet was killed.");
    }
}
