using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

internal sealed class StreamMachineTests
{
    [Test]
    public void Open_QuietLink_TakesThreeSegments()
    {
        var pair = new Pair(1);
        pair.Connect();
        Assert.Multiple(() =>
        {
            Assert.That(pair.Now, Is.EqualTo(new Instant(30_000_000)));
            Assert.That(
                pair.Trace.Select(s => s.Header.Flags),
                Is.EqualTo(
                    new[] { SegmentFlags.Syn, SegmentFlags.Syn | SegmentFlags.Ack, SegmentFlags.Ack }));
            Assert.That(pair.A.Status, Is.EqualTo(StreamStatus.Open));
            Assert.That(pair.A.TakeChange(), Is.True);
            Assert.That(pair.A.TakeChange(), Is.False);
            Assert.That(pair.A.NextTimeout, Is.Null);
        });
    }

    [Test]
    public void Transfer_LossReorderDuplicate_EveryByteArrivesOnce(
        [Values(0, 1, 2, 5, 10)] int lossPercent, [Values(0, 30)] int jitterMilliseconds,
        [Range(1, 4)] int seed)
    {
        var link = new VirtualLink
        {
            LossPartsPerBillion = lossPercent * 10_000_000L,
            DuplicatePartsPerBillion = jitterMilliseconds == 0 ? 0 : 20_000_000,
            Jitter = Duration.FromMilliseconds(jitterMilliseconds),
        };
        var pair = new Pair((ulong)seed, link) { IsTracing = false };
        var transfer = new Transfer(600_000, 200_000);
        pair.Application = transfer.Act;
        pair.A.Open(pair.Now);
        pair.RunUntil(_ => transfer.IsDone);
        pair.RunToRest();
        Assert.Multiple(() =>
        {
            Assert.That(pair.A.State, Is.EqualTo(StreamState.Closed), $"seed {seed}");
            Assert.That(pair.B.State, Is.EqualTo(StreamState.Closed), $"seed {seed}");
            Assert.That(pair.A.Failure, Is.EqualTo(StreamFailure.None), $"seed {seed}");
            Assert.That(pair.B.Failure, Is.EqualTo(StreamFailure.None), $"seed {seed}");
            Assert.That(pair.A.IsReadEnded && pair.B.IsReadEnded, Is.True, $"seed {seed}");
            Assert.That(pair.A.UnacknowledgedBytes + pair.B.UnacknowledgedBytes, Is.Zero, $"seed {seed}");
        });
    }
}
