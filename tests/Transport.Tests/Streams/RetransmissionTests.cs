using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

internal sealed class RetransmissionTests
{
    private static readonly byte[] OneSegment = new byte[1460];
    private static readonly Duration OneNanosecond = Duration.FromNanoseconds(1);

    [Test]
    public void OnTimeout_OneNanosecondEarlyAndOnTime_SendsOnlyOnTime()
    {
        Pair pair = Connected(1);
        pair.Loses = (byA, _, payloadBytes) => byA && payloadBytes > 0;
        pair.A.Write(OneSegment, pair.Now);
        pair.Drain();
        uint sequence = pair.Trace[^1].Header.Sequence;
        Duration rto = pair.A.RetransmissionTimeout;

        // One sample of 20 ms: SRTT 20 ms, RTTVAR 10 ms, so the margin is the minimum of 200 ms.
        Assert.That(rto, Is.EqualTo(Duration.FromMilliseconds(220)));
        Assert.That(pair.A.NextTimeout, Is.EqualTo(pair.Now + rto));
        pair.A.OnTimeout(pair.Now + rto - OneNanosecond);
        Assert.That(pair.A.HasOutput, Is.False);
        Assert.That(pair.A.NextTimeout, Is.EqualTo(pair.Now + rto));
        pair.A.OnTimeout(pair.Now + rto);
        byte[] buffer = new byte[1460];
        Assert.That(
            pair.A.TryTakeSegment(buffer, pair.Now + rto, out SegmentHeader header, out int payloadBytes),
            Is.True);
        Assert.That((header.Sequence, payloadBytes), Is.EqualTo((sequence, 1460)));
        Assert.That(pair.A.NextTimeout, Is.EqualTo(pair.Now + rto + (rto * 2)));
    }

    [Test]
    public void OnTimeout_SilentPeer_DoublesUpToTheMaximumAndGivesUp()
    {
        Pair pair = Connected(2);
        pair.Loses = (byA, _, _) => byA;
        pair.A.Write(OneSegment, pair.Now);
        int sentBefore = pair.Trace.Count;
        pair.RunToRest();
        Instant[] times = [.. pair.Trace.Skip(sentBefore).Select(sent => sent.At)];
        Assert.That(times, Has.Length.EqualTo(16), "The segment and its 15 repetitions.");
        long expected = 220_000_000;
        for (int i = 1; i < times.Length; i++)
        {
            Assert.That((times[i] - times[i - 1]).Nanoseconds, Is.EqualTo(expected));
            expected = Math.Min(2 * expected, 60_000_000_000);
        }

        Assert.That(pair.Now - times[^1], Is.EqualTo(Duration.FromSeconds(60)));
        Assert.That(pair.A.Failure, Is.EqualTo(StreamFailure.TimedOut));
        Assert.That(pair.A.IsFinished, Is.True);
        Assert.That(pair.A.NextTimeout, Is.Null);
    }

    [Test]
    public void Open_SilentPeer_SendsSevenSynsAndGivesUp()
    {
        var pair = new Pair(3) { Loses = (_, _, _) => true };
        pair.A.Open(pair.Now);
        pair.RunToRest();
        double[] times = [.. pair.Trace.Select(sent => sent.At.TotalSeconds)];
        Assert.That(times, Is.EqualTo(new[] { 0, 1.0, 3, 7, 15, 31, 63 - 0.0 }));
        Assert.That(pair.A.Failure, Is.EqualTo(StreamFailure.TimedOut));
        Assert.That(
            pair.Now,
            Is.EqualTo(new Instant(123_000_000_000)),
            "The last wait is cut to the maximum of 60 s.");
    }

    [Test]
    public void Connect_LostSyn_StartsWithOneSegmentAndThreeSeconds()
    {
        bool isLost = false;
        var pair = new Pair(4) { Loses = (_, _, _) => !isLost && (isLost = true) };
        pair.Connect();
        Assert.That(pair.A.RetransmissionTimeout, Is.EqualTo(Duration.FromSeconds(3)));
        Assert.That(pair.A.CongestionWindowBytes, Is.EqualTo(1460));
    }

    [Test]
    public void OnSegment_ThirdDuplicate_ResendsBeforeTheTimer()
    {
        Pair pair = Connected(5);
        int dataSegments = 0;
        pair.Loses = (byA, _, payloadBytes) => byA && payloadBytes > 0 && ++dataSegments == 3;
        int sentBefore = pair.Trace.Count;
        Instant start = pair.Now;
        pair.A.Write(new byte[14_600], pair.Now);
        pair.RunUntil(p => p.A.UnacknowledgedBytes == 0);
        var sent = pair.Trace.Skip(sentBefore).ToArray();
        uint lost = sent.Where(s => s.ByA && s.PayloadBytes > 0).ElementAt(2).Header.Sequence;
        int resendIndex = Array.FindLastIndex(
            sent, s => s.ByA && s.Header.Sequence == lost && s.PayloadBytes > 0);
        int duplicates = sent.Take(resendIndex).Count(s => !s.ByA && s.Header.Acknowledgement == lost);
        Assert.That(sent[resendIndex].At - start, Is.EqualTo(Duration.FromMilliseconds(20)));
        Assert.That(
            duplicates, Is.EqualTo(8), "One ACK and seven duplicates, of which the third made it resend.");
        Assert.That(
            sent.Count(s => s.ByA && s.PayloadBytes > 0), Is.EqualTo(11), "Nothing else was sent again.");
        Assert.That(pair.Now - start, Is.LessThan(Duration.FromMilliseconds(85)));
    }

    [Test]
    public void OnSegment_TwoDuplicates_SendsNewDataAndNothingAgain()
    {
        Pair pair = Connected(6);
        pair.A.Write(new byte[100_000], pair.Now);
        pair.Drain();
        uint first = pair.Trace.First(s => s.PayloadBytes > 0).Header.Sequence;
        SegmentHeader ack = pair.Trace.Last(s => !s.ByA).Header;
        var duplicate = new SegmentHeader(
            unchecked(ack.Sequence + 1), first, SegmentFlags.Ack, 1 << 20);
        byte[] buffer = new byte[1460];
        Assert.That(pair.A.HasOutput, Is.False, "The initial window is used up.");
        for (int i = 0; i < 2; i++)
        {
            pair.A.OnSegment(duplicate, default, pair.Now);
            Assert.That(pair.A.TryTakeSegment(buffer, pair.Now, out SegmentHeader header, out _), Is.True);
            Assert.That(header.Sequence, Is.EqualTo(unchecked(first + (uint)(1460 * (10 + i)))));
            Assert.That(pair.A.HasOutput, Is.False);
        }

        pair.A.OnSegment(duplicate, default, pair.Now);
        Assert.That(pair.A.TryTakeSegment(buffer, pair.Now, out SegmentHeader again, out _), Is.True);
        Assert.That(again.Sequence, Is.EqualTo(first));
    }

    [Test]
    public void OnSegment_SeveralLossesInAWindow_RecoversWithoutTheTimer()
    {
        Pair pair = Connected(7);
        var transfer = new Transfer(400_000, 0);
        pair.Application = transfer.Act;
        var lost = new HashSet<uint>();
        uint start = unchecked(pair.Trace.Last(s => s.ByA).Header.Sequence);
        int[] indices = [100, 103, 104, 110];
        pair.Loses = (byA, header, payloadBytes) => byA && payloadBytes > 0
            && indices.Contains((int)(unchecked(header.Sequence - start) / 1460)) && lost.Add(
                header.Sequence);
        Instant begin = pair.Now;
        pair.RunUntil(_ => transfer.IsDone);
        Assert.That(lost, Has.Count.EqualTo(4));
        Assert.That(
            pair.Now - begin, Is.LessThan(Duration.FromMilliseconds(330)), "One RTT per loss and no RTO.");
    }

    [Test]
    public void Kick_BackedOff_SendsTheFirstSegmentAtOnce()
    {
        Pair pair = Connected(8);
        pair.Loses = (byA, _, _) => byA;
        pair.A.Write(new byte[14_600], pair.Now);
        pair.RunFor(Duration.FromSeconds(10));
        Assert.That(pair.A.RetransmissionTimeout, Is.GreaterThan(Duration.FromSeconds(5)));
        uint first = pair.Trace.First(s => s.PayloadBytes > 0).Header.Sequence;
        pair.Loses = null;
        pair.A.Kick(pair.Now);
        int sentBefore = pair.Trace.Count;
        Instant start = pair.Now;
        pair.RunUntil(p => p.A.UnacknowledgedBytes == 0);
        Assert.That(pair.Trace[sentBefore].At, Is.EqualTo(start));
        Assert.That(pair.Trace[sentBefore].Header.Sequence, Is.EqualTo(first));
        Assert.That(pair.Now - start, Is.LessThan(Duration.FromMilliseconds(200)));
        Assert.That(pair.A.Status, Is.EqualTo(StreamStatus.Open));
    }

    [Test]
    public void Kick_NothingUnacknowledged_SendsABareAcknowledgement()
    {
        Pair pair = Connected(9);
        pair.B.Kick(pair.Now);
        int sentBefore = pair.Trace.Count;
        pair.RunToRest();
        var sent = pair.Trace.Skip(sentBefore).Select(s => (s.ByA, s.Header.Flags, s.PayloadBytes));
        Assert.That(sent, Is.EqualTo(new[] { (false, SegmentFlags.Ack, 0) }));
    }

    [Test]
    public void OnPathChanged_MidTransfer_StartsAgainConservativelyAndFinishes()
    {
        Pair pair = Connected(10);
        var transfer = new Transfer(3_000_000, 0);
        pair.Application = transfer.Act;
        pair.RunUntil(_ => transfer.ReadByB > 1_000_000);
        Assert.That(pair.A.CongestionWindowBytes, Is.GreaterThan(14_600));
        pair.Link = pair.Link with { Delay = Duration.FromMilliseconds(60) };
        pair.A.OnPathChanged(pair.Now);
        Assert.That(pair.A.CongestionWindowBytes, Is.EqualTo(14_600));
        Assert.That(pair.A.RetransmissionTimeout, Is.EqualTo(Duration.FromSeconds(1)));
        Assert.That(pair.A.SmoothedRtt, Is.EqualTo(Duration.Zero));
        pair.RunUntil(_ => transfer.IsDone);
    }

    private static Pair Connected(ulong seed)
    {
        var pair = new Pair(seed);
        pair.Connect();
        return pair;
    }
}
