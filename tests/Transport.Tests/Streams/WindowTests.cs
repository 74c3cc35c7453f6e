using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

internal sealed class WindowTests
{
    [Test]
    public void Write_ReaderSleeps_ProbesForEverAndFinishesWhenItWakes()
    {
        var pair = new Pair(1, options: new StreamOptions { ReceiveBufferBytes = 20_000 });
        pair.Connect();
        byte[] data = new byte[100_000];
        Assert.That(pair.A.Write(data, pair.Now), Is.EqualTo(data.Length));
        pair.RunFor(Duration.FromSeconds(7200));
        Assert.That(pair.A.Status, Is.EqualTo(StreamStatus.Open));
        Assert.That(pair.B.ReadableBytes, Is.EqualTo(20_000));
        var probes = pair.Trace.Where(s => s.ByA && s.At > new Instant(3_600_000_000_000)).ToArray();
        Assert.That(probes.Length, Is.InRange(59, 61), "One a minute.");
        Assert.That(probes.Select(s => s.PayloadBytes), Is.All.EqualTo(1));

        int readBytes = 0;
        byte[] chunk = new byte[5000];
        pair.Application = p => readBytes += p.B.Read(chunk);
        Instant start = pair.Now;
        pair.RunUntil(_ => readBytes == data.Length);
        Assert.That(
            pair.Now - start, Is.LessThan(Duration.FromSeconds(1)), "The window update starts it again.");
    }

    [Test]
    public void Write_WindowUpdateIsLost_AProbeFindsOut()
    {
        var pair = new Pair(2, options: new StreamOptions { ReceiveBufferBytes = 20_000 });
        pair.Connect();
        pair.A.Write(new byte[30_000], pair.Now);
        pair.RunFor(Duration.FromSeconds(2));
        pair.Loses = (byA, _, _) => !byA;
        Assert.That(pair.B.Read(new byte[20_000]), Is.EqualTo(20_000));
        pair.Drain();
        pair.Loses = null;
        pair.RunUntil(p => p.A.UnacknowledgedBytes == 0);
        Assert.That(pair.B.ReadableBytes, Is.EqualTo(10_000));
    }

    [Test]
    public void Write_SilentPeerWithShutWindow_TimesOut()
    {
        var pair = new Pair(3, options: new StreamOptions { ReceiveBufferBytes = 4000 });
        pair.Connect();
        pair.A.Write(new byte[8000], pair.Now);
        pair.RunFor(Duration.FromSeconds(5));
        pair.Loses = (_, _, _) => true;
        pair.RunToRest();
        Assert.That(pair.A.Failure, Is.EqualTo(StreamFailure.TimedOut));
    }

    [Test]
    public void CloseWrite_ShutWindow_FinFollowsTheData()
    {
        var pair = new Pair(4, options: new StreamOptions { ReceiveBufferBytes = 4000 });
        pair.Connect();
        pair.A.Write(new byte[4000], pair.Now);
        pair.A.CloseWrite(pair.Now);
        pair.RunFor(Duration.FromSeconds(30));
        Assert.That(pair.B.Read(new byte[4000]), Is.EqualTo(4000));
        pair.RunUntil(p => p.B.IsReadEnded);
        Assert.That(pair.B.State, Is.EqualTo(StreamState.CloseWait));
    }

    [Test]
    public void Read_LittleByLittle_TellsNoSillyWindows()
    {
        var pair = new Pair(5, options: new StreamOptions { ReceiveBufferBytes = 8000 });
        pair.Connect();
        pair.A.Write(new byte[500_000], pair.Now);
        byte[] few = new byte[100];
        for (int i = 0; i < 3000; i++)
        {
            pair.RunFor(Duration.FromMilliseconds(1));
            pair.B.Read(few);
        }

        int[] sizes = [.. pair.Trace.Where(s => s.ByA && s.PayloadBytes > 0).Select(s => s.PayloadBytes)];
        Assert.That(sizes, Has.Length.GreaterThan(150));
        Assert.That(sizes.Count(size => size < 1000), Is.LessThan(5), "At most where the window first ends.");
    }

    [Test]
    public void Transfer_WindowBelowBandwidthDelay_GetsWindowPerRoundTrip(
        [Values(32_768, 131_072)] int windowBytes)
    {
        var link = new VirtualLink { Delay = Duration.FromMilliseconds(50) };
        var options = new StreamOptions { ReceiveBufferBytes = windowBytes };
        var pair = new Pair(6, link, options) { IsTracing = false };
        pair.Connect();
        var transfer = new Transfer(10_000_000, 0, closes: false);
        pair.Application = transfer.Act;
        pair.RunUntil(_ => transfer.ReadByB > 2_000_000);
        int readBytes = transfer.ReadByB;
        Instant start = pair.Now;
        pair.RunFor(Duration.FromSeconds(5));
        double rate = (transfer.ReadByB - readBytes) / (pair.Now - start).TotalSeconds;
        double limit = windowBytes / 0.1;
        Assert.That(rate, Is.InRange(0.9 * limit, 1.01 * limit));
    }

    [Test]
    public void OnSegment_InOrder_IsAcknowledgedEverySecondOrAfter40Milliseconds()
    {
        var pair = new Pair(7);
        pair.Connect();
        pair.A.Write(new byte[1460 * 3], pair.Now);
        int sentBefore = pair.Trace.Count;
        Instant start = pair.Now;
        pair.RunUntil(p => p.A.UnacknowledgedBytes == 0);
        Instant[] acks = [.. pair.Trace.Skip(sentBefore).Where(s => !s.ByA).Select(s => s.At)];
        Assert.That(acks, Is.EqualTo(new[]
        {
            start + Duration.FromMilliseconds(10), start + Duration.FromMilliseconds(50),
        }));
    }

    [Test]
    public void OnSegment_MoreGapsThanTheBound_DropsAndStillCompletes()
    {
        var options = new StreamOptions { MaximumOutOfOrderRanges = 2, MaximumSegmentBytes = 100 };
        var pair = new Pair(8, options: options);
        pair.Connect();
        int count = 0;
        pair.Loses = (byA, _, payloadBytes) => byA && payloadBytes > 0 && count++ % 2 == 0 && count < 20;
        var transfer = new Transfer(50_000, 0);
        pair.Application = transfer.Act;
        pair.RunUntil(_ => transfer.IsDone);
    }

    [Test]
    public void Transfer_SequenceNumbersWrap_NothingHappens(
        [Values(0u, 0xffff_ffffu, 0xffff_fff0u, 0x7fff_fff0u, 0xffff_0000u)] uint initial)
    {
        var link = new VirtualLink { LossPartsPerBillion = 20_000_000 };
        var pair = new Pair(9, link) { IsTracing = false };
        pair.A = new StreamMachine(pair.OptionsOfA, initial);
        pair.B = new StreamMachine(pair.OptionsOfB, unchecked(initial - 100));
        var transfer = new Transfer(300_000, 300_000);
        pair.Application = transfer.Act;
        pair.A.Open(pair.Now);
        pair.RunUntil(_ => transfer.IsDone);
    }

    [Test]
    public void Transfer_SteadyState_AllocatesNothing()
    {
        var options = new StreamOptions();
        var a = new StreamMachine(options, 1);
        var b = new StreamMachine(options, 2);
        byte[] buffer = new byte[1460];
        byte[] data = new byte[10_000];
        Instant now = default;
        long readBytes = 0;
        a.Open(now);

        void Exchange(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                now += Duration.FromMilliseconds(1);
                a.Write(data, now);
                bool isBusy;
                do
                {
                    isBusy = Give(a, b) | Give(b, a);
                    readBytes += b.Read(data);
                }
                while (isBusy);
            }
        }

        bool Give(StreamMachine from, StreamMachine to)
        {
            bool hasGiven = false;
            while (from.TryTakeSegment(buffer, now, out SegmentHeader header, out int payloadBytes))
            {
                hasGiven = true;

                // Every 50th data segment is lost, so that gaps and recoveries belong to the steady state.
                if (payloadBytes == 0 || header.Sequence % 50 != 7)
                {
                    to.OnSegment(header, buffer.AsSpan(0, payloadBytes), now);
                }
            }

            return hasGiven;
        }

        Exchange(3000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(3000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(readBytes, Is.GreaterThan(1_000_000));
    }
}
