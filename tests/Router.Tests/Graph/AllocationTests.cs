using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Graph;

/// <summary>Forwarding allocates nothing once a graph has come to its steady state.</summary>
internal sealed class AllocationTests
{
    private const int WarmUpFirings = 20_000;
    private const int MeasuredFirings = 50_000;

    [TestCase("InfiniteSource -> Counter -> Discard")]
    [TestCase("InfiniteSource(BURST 32) -> Counter -> Discard")]
    [TestCase("InfiniteSource -> Queue(1000) -> Unqueue -> Counter -> Discard")]
    [TestCase("InfiniteSource(BURST 32) -> Queue(1000) -> Unqueue(BURST 32) -> Counter -> Discard")]
    [TestCase("InfiniteSource -> NotifierQueue(10) -> Discard")]
    [TestCase("InfiniteSource -> QuickNoteQueue(10) -> Unqueue -> Discard")]
    [TestCase("InfiniteSource -> SimpleQueue(10) -> Unqueue -> Discard")]
    [TestCase("InfiniteSource(BURST 8) -> FrontDropQueue(4) -> Discard")]
    [TestCase("InfiniteSource -> q :: MixedQueue(4) -> Discard; InfiniteSource -> [1] q")]
    [TestCase("InfiniteSource -> Null -> Unqueue -> Discard")]
    [TestCase("InfiniteSource -> t :: Tee -> Discard; t[1] -> Strip(1) -> Paint(3) -> Discard")]
    [TestCase(
        "s :: RoundRobinSched -> Unqueue -> Discard; InfiniteSource -> Queue -> s; "
        + "InfiniteSource -> Queue -> [1] s")]
    [TestCase(
        "s :: PrioSched -> Discard; InfiniteSource -> Queue -> s; InfiniteSource -> Queue -> [1] s")]
    [TestCase(
        "s :: StrideSched(3, 1) -> Discard; InfiniteSource -> Queue -> s; InfiniteSource -> Queue -> [1] s")]
    [TestCase(
        "s :: TimeSortedSched -> Discard; InfiniteSource -> Queue -> s; InfiniteSource -> Queue -> [1] s")]
    [TestCase("InfiniteSource -> s :: StrideSwitch(3, 1) -> Discard; s[1] -> Discard")]
    [TestCase("InfiniteSource -> b :: Bypass(true) -> Discard; b[1] -> Null -> [1] b")]
    [TestCase("InfiniteSource -> Queue -> PullSwitch -> Discard")]
    [TestCase(
        "InfiniteSource(DATA \\<4500001c 00000000 4011fb51 01010101 02020202 00010002 0008 0000>, "
        + "BURST 8) -> CheckIPHeader -> DecIPTTL -> EtherEncap(0x0800, 1:1:1:1:1:1, 2:2:2:2:2:2) -> Queue -> "
        + "Unqueue(BURST 8) -> Discard")]
    public void Forwarding_AllocatesNothing(string text)
    {
        var bench = new Bench(text);
        Fire(bench.Router, WarmUpFirings);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int firings = Fire(bench.Router, MeasuredFirings);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(firings, Is.EqualTo(MeasuredFirings), "The graph kept working.");
        Assert.That(allocated, Is.Zero);
        bench.Close();
    }

    [Test]
    public void Timers_AllocateNothing()
    {
        RouterGraph router = new Bench("i :: Idle -> Idle").Router;
        RouterTimer timer = null!;
        timer = new RouterTimer(router.Elements[0], _ => timer.ScheduleAfter(Duration.FromNanoseconds(10)));
        timer.ScheduleAfter(Duration.Zero);
        RunTimer(router, 1_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int firings = RunTimer(router, 10_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(firings, Is.EqualTo(10_000));
    }

    private static int Fire(RouterGraph router, int count)
    {
        int firings = 0;
        for (int round = 0; firings < count && round < count; round++)
        {
            firings += router.Run(new Instant(round), Math.Min(64, count - firings));
        }

        return firings;
    }

    private static int RunTimer(RouterGraph router, int count)
    {
        int firings = 0;
        for (int round = 0; round < count; round++)
        {
            firings += router.Run(router.NextRun!.Value, 1);
        }

        return firings;
    }
}
