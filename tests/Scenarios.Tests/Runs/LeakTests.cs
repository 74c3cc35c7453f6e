using Xia.Kernel.Time;
using Xia.Laboratory.Results;
using Xia.Laboratory.Running;
using Xia.Laboratory.Scenarios;

namespace Xia.Scenarios.Tests.Runs;

/// <summary>Packets go back to their pool, and a longer run needs no more memory than a short one.</summary>
internal sealed class LeakTests
{
    /// <summary>Two answers' worth of results per request, with room for arrays that double.</summary>
    private const long ResultBytesPerFrame = 16;

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void Packet_ThatIsKept_MakesTheRunFail(string arm)
    {
        ArmRun run = SmallScenario.Build(
            SmallScenario.Of([SmallScenario.XiaArm, SmallScenario.IpArm], [SmallScenario.Move], "2s"), arm);
        run.Context.Pool.Take(100);
        Finished end = SmallScenario.Finish(run);

        Assert.That(end.Result.Failures, Is.EqualTo(new[] { "1 packets were not given back to their pool." }));
    }

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void Heap_OverTenTimesThePackets_IsFlat(string arm)
    {
        Scenario scenario = SmallScenario.Read(
            SmallScenario.Text(
                [SmallScenario.XiaArm, SmallScenario.IpArm], [SmallScenario.Move], "30s"),
            new ScenarioOverride("clients.stream.stream.rate", "8Mbps"),
            new ScenarioOverride("clients.connector.stop", "2s"));
        ArmRun run = SmallScenario.Build(
            scenario with { Events = [], Clients = [.. scenario.Clients.Where(client => client.Name != "connector")] }, arm);
        (long frames0, long heap0, long allocated0) = At(run, 3);
        (long frames1, long heap1, long allocated1) = At(run, 4);
        (long frames2, long heap2, long allocated2) = At(run, 14);
        long shortFrames = frames1 - frames0;
        long longFrames = frames2 - frames1;
        TestContext.Out.WriteLine(
            $"{arm}: {shortFrames} frames, heap {heap1 - heap0:+0;-0} B, allocated {allocated1 - allocated0} B; then "
            + $"{longFrames} frames, heap {heap2 - heap1:+0;-0} B, allocated {allocated2 - allocated1} B");
        ArmResult result = SmallScenario.Finish(run).Result;

        Assert.That(result.Failures, Is.Empty);
        Assert.That(longFrames, Is.GreaterThan(9 * shortFrames).And.GreaterThan(40_000));
        Assert.That(heap2 - heap1, Is.LessThan(200_000));
        Assert.That(allocated2 - allocated1, Is.LessThan(longFrames * ResultBytesPerFrame));
    }

    private static (long Frames, long Heap, long Allocated) At(ArmRun run, long second)
    {
        run.Context.Simulation.RunUntil(Instant.Zero + Duration.FromSeconds(second), CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long frames = run.Network.Links.Sum(link => link.First.ReceivedFrames + link.Second.ReceivedFrames);
        return (frames, GC.GetTotalMemory(forceFullCollection: true), allocated);
    }
}
