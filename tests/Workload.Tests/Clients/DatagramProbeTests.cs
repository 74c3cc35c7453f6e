using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Workload.Clients;
using static Xia.Workload.Tests.Clients.ServiceBench;

namespace Xia.Workload.Tests.Clients;

internal sealed class DatagramProbeTests
{
    [Test]
    public void OnTimeout_CalmNetwork_AllAnsweredAfterTwoDelays()
    {
        ServiceBench bench = new();
        ProbeResults results = Run(bench, 1000, 2000);
        Assert.Multiple(() =>
        {
            Assert.That(results.Sent, Is.EqualTo(1000));
            Assert.That(results.Answered, Is.EqualTo(1000));
            Assert.That(results.LostBy(Milliseconds(20_000)), Is.Zero);
            Assert.That(results.LatencyOf(0), Is.EqualTo(Duration.FromMilliseconds(2)));
            Assert.That(Gap(results, 0, 2000), Is.EqualTo(Duration.FromMilliseconds(1)));
        });
    }

    [Test]
    public void OnTimeout_CutForAWhile_ShowsTheGapAndTheLoss()
    {
        ServiceBench bench = new();
        bench.Network.At(Milliseconds(300), bench.Network.Cut);
        bench.Network.At(Milliseconds(640), bench.Network.Mend);
        ProbeResults results = Run(bench, 1000, 2000);
        (Instant start, Instant end) = results.LongestGap(Milliseconds(0), Milliseconds(2000))!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(results.LostBy(Milliseconds(20_000)), Is.EqualTo(1000 - results.Answered));
            Assert.That((end - start).TotalMilliseconds, Is.InRange(340, 345));
            Assert.That(start, Is.InRange(Milliseconds(299), Milliseconds(302)));
            Assert.That(Gap(results, 700, 2000), Is.EqualTo(Duration.FromMilliseconds(1)),
                "outside the window nothing is seen");
            Assert.That(results.LostBy(Milliseconds(5_000)), Is.Zero,
                "nothing is lost before its time is over");
        });
    }

    [Test]
    public void OnDatagram_RepeatedAnswers_AreCountedOnce()
    {
        ServiceBench bench = new();
        bench.Network.RepeatEvery = 10;
        ProbeResults results = Run(bench, 1000, 2000);
        Assert.That(results.Answered, Is.EqualTo(1000));
        Assert.That(results.Duplicated, Is.InRange(150, 250));
    }

    [Test]
    public void OnDatagram_Lost_AreCounted()
    {
        ServiceBench bench = new();
        bench.Network.LoseEvery = 7;
        ProbeResults results = Run(bench, 1000, 2000);
        Assert.That(results.LostBy(Milliseconds(20_000)), Is.EqualTo(1000 - results.Answered));
        Assert.That(results.Answered, Is.InRange(650, 800));
    }

    [Test]
    public void OnDatagram_ForeignOrWrong_ChangesNothingButCounters()
    {
        ServiceBench bench = new();
        DatagramProbe probe = new(bench.Client, bench.Peer, new ProbeOptions { Keys = Keys });
        probe.OnTimeout(Instant.Zero);
        probe.OnDatagram(bench.Peer, new byte[3], Milliseconds(1));
        probe.OnDatagram(new PeerToken(12345), new byte[40], Milliseconds(1));
        byte[] wrong = new byte[30];
        Xia.Workload.Services.KeyValueFrame.WriteAnswer(
            wrong, Xia.Workload.Services.KeyValueStatus.Done, Xia.Workload.Services.KeyValueOperation.Get, 14,
                0);
        probe.OnDatagram(bench.Peer, wrong, Milliseconds(1));
        Assert.Multiple(() =>
        {
            Assert.That(probe.Results.Foreign, Is.EqualTo(2));
            Assert.That(probe.Results.Wrong, Is.EqualTo(1));
            Assert.That(probe.Results.Answered, Is.Zero);
        });
    }

    [Test]
    public void OnTimeout_OneNanosecondEarly_SendsNothing()
    {
        ServiceBench bench = new();
        DatagramProbe probe =
            new(bench.Client, bench.Peer, new ProbeOptions { Start = Milliseconds(5), Keys = Keys });
        probe.OnTimeout(Milliseconds(5) - Duration.FromNanoseconds(1));
        Assert.That(probe.Results.Sent, Is.Zero);
        probe.OnTimeout(Milliseconds(5));
        Assert.That(probe.Results.Sent, Is.EqualTo(1));
    }

    [TestCase(500, 2)]
    [TestCase(750, 3)]
    [TestCase(751, 4)]
    [TestCase(1000, 4)]
    [TestCase(1, 1)]
    public void Percentile_NearestRank_IsAValueOfTheSet(int permille, int expected)
    {
        Duration[] values = [.. Enumerable.Range(1, 4).Select(value => Duration.FromNanoseconds(value))];
        Assert.That(ProbeResults.Percentile(values, permille),
            Is.EqualTo(Duration.FromNanoseconds(expected)));
    }

    [Test]
    public void LatenciesOf_Window_TakesRequestsBySendTime()
    {
        ServiceBench bench = new();
        ProbeResults results = Run(bench, 100, 200);
        Assert.That(results.LatenciesOf(Milliseconds(10), Milliseconds(20)), Has.Length.EqualTo(10));
    }

    private static Duration Gap(ProbeResults results, int from, int to)
    {
        (Instant start, Instant end) = results.LongestGap(Milliseconds(from), Milliseconds(to))!.Value;
        return end - start;
    }

    private static ProbeResults Run(ServiceBench bench, int sendFor, int runFor)
    {
        DatagramProbe probe =
            new(bench.Client, bench.Peer, new ProbeOptions { Stop = Milliseconds(sendFor), Keys = Keys });
        bench.Network.Run(Milliseconds(runFor), (() => probe.NextTimeout, probe.OnTimeout));
        return probe.Results;
    }
}
