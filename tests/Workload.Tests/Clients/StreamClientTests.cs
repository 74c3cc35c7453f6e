using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Workload.Clients;
using Xia.Workload.Tests.Networks;
using static Xia.Workload.Tests.Clients.ServiceBench;

namespace Xia.Workload.Tests.Clients;

internal sealed class StreamClientTests
{
    [Test]
    public void OnTimeout_CalmNetwork_CarriesTheRateAndFinishes()
    {
        ServiceBench bench = new();
        StreamClient client = New(bench, stop: 1000);
        Run(bench, client, 2000);
        long[] full = [.. client.Results.GoodputBins.Skip(1).Take(8)];
        Assert.Multiple(() =>
        {
            Assert.That(client.Results.State, Is.EqualTo(StreamClientState.Finished));
            Assert.That(client.Results.Answers, Is.EqualTo(client.Results.Requests));
            Assert.That(client.Results.ValueBytes * 8, Is.EqualTo(8_000_000).Within(20_000));
            Assert.That(full.Average() * 80, Is.EqualTo(8_000_000).Within(100_000));
            Assert.That(client.Results.LongestStall, Is.LessThan(Duration.FromMilliseconds(10)));
            Assert.That(client.NextTimeout, Is.Null);
        });
    }

    [Test]
    public void OnTimeout_CutForAWhile_StallsAndCatchesUp()
    {
        ServiceBench bench = new();
        bench.Network.At(Milliseconds(300), bench.Network.Cut);
        bench.Network.At(Milliseconds(800), bench.Network.Mend);
        StreamClient client = New(bench, stop: 3000);
        Run(bench, client, 4000);
        Assert.Multiple(() =>
        {
            Assert.That(client.Results.State, Is.EqualTo(StreamClientState.Finished));
            Assert.That(client.Results.LongestStall.TotalMilliseconds, Is.InRange(495, 510));
            Assert.That(client.Results.LongestStallStart, Is.InRange(Milliseconds(298), Milliseconds(303)));
            Assert.That(client.Results.GoodputBins[5], Is.Zero);
        });
    }

    [Test]
    public void OnTimeout_NoAnswerForTheSessionsTimeout_Breaks()
    {
        ServiceBench bench = new();
        bench.Network.At(Milliseconds(300), bench.Network.Cut);
        StreamClient client = New(bench, timeout: 5);
        Run(bench, client, 10_000);
        Assert.Multiple(() =>
        {
            Assert.That(client.Results.State, Is.EqualTo(StreamClientState.Broken));
            Assert.That(client.Results.Reason, Is.EqualTo(BreakReason.TimedOut));
            Assert.That(client.Results.EndedAt!.Value, Is.InRange(Milliseconds(5298), Milliseconds(5302)));
            Assert.That(client.Results.AgeAtBreak, Is.EqualTo(Duration.FromSeconds(5)));
            Assert.That(client.NextTimeout, Is.Null);
        });
    }

    [Test]
    public void OnServiceResumed_InTheMeantime_CountsTheAgeFromThere()
    {
        ServiceBench bench = new();
        bench.Network.At(Milliseconds(300), bench.Network.Cut);
        StreamClient client = New(bench, timeout: 5);
        bench.Network.At(Milliseconds(4000), () => client.OnServiceResumed(bench.Network.Now));
        bench.Network.At(Milliseconds(8000), bench.Network.Mend);
        Run(bench, client, 10_000);
        Assert.That(client.Results.State, Is.EqualTo(StreamClientState.Running));
        Assert.That(client.Results.LongestStall.TotalSeconds, Is.EqualTo(7.7).Within(0.02));
    }

    [Test]
    public void OnStreamChanged_StreamFails_BreaksWithItsReason()
    {
        ServiceBench bench = new();
        StreamClient client = New(bench);
        bench.Network.At(Milliseconds(300), () =>
        {
            foreach (LoopbackStream stream in bench.Server.Streams)
            {
                stream.Abort(bench.Network.Now);
            }
        });
        Run(bench, client, 1000);
        Assert.That(client.Results.Reason, Is.EqualTo(BreakReason.StreamFailed));
        Assert.That(client.Results.Failure, Is.EqualTo(StreamFailure.Reset));
    }

    [Test]
    public void OnStreamChanged_NobodyListens_IsRefused()
    {
        ServiceBench bench = new();
        StreamClient client = new(bench.Client, new PeerToken(bench.Peer.Value + 50), new StreamOptions());
        Run(bench, client, 1000);
        Assert.That(client.Results.Failure, Is.EqualTo(StreamFailure.Refused));
    }

    [Test]
    public void OnStreamChanged_StoreChangedBehindItsBack_IsNoticed()
    {
        ServiceBench bench = new();
        StreamClient client = New(bench);
        MeddlingAcceptor meddler = new(bench.Service);
        bench.Server.Listen("kv", meddler);
        Run(bench, client, 1000);
        Assert.That(client.Results.Reason, Is.EqualTo(BreakReason.WrongAnswer));
    }

    [Test]
    public void OnTimeout_SlowService_KeepsRequestsBounded()
    {
        ServiceBench bench = new();
        StreamClient client = new(bench.Client, bench.Peer, new StreamOptions
        {
            RateBitsPerSecond = 1_000_000_000,
            ValueBytes = 900,
            MaximumOutstanding = 20,
        });
        Run(bench, client, 500);
        Assert.That(client.Results.Requests - client.Results.Answers, Is.LessThanOrEqualTo(20));
        Assert.That(client.Results.Answers, Is.GreaterThan(500));
    }

    [Test]
    public void Run_Twice_IsTheSame()
    {
        List<long>[] bins = new List<long>[2];
        for (int run = 0; run < 2; run++)
        {
            ServiceBench bench = new();
            StreamClient client = New(bench, stop: 1000);
            Run(bench, client, 2000);
            bins[run] = [.. client.Results.GoodputBins, client.Results.LongestLatency.Nanoseconds];
        }

        Assert.That(bins[0], Is.EqualTo(bins[1]));
    }

    private static StreamClient New(ServiceBench bench, int? stop = null, int timeout = 30) =>
        new(bench.Client, bench.Peer, new StreamOptions
        {
            RateBitsPerSecond = 8_000_000,
            ValueBytes = 500,
            Stop = stop is { } end ? Milliseconds(end) : null,
            SessionTimeout = Duration.FromSeconds(timeout),
        });

    private static void Run(ServiceBench bench, StreamClient client, int until) =>
        bench.Network.Run(Milliseconds(until), (() => client.NextTimeout, client.OnTimeout));
}
