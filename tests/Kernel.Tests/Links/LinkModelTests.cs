using FsCheck;
using FsCheck.Fluent;
using Xia.Kernel.Links;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;

namespace Xia.Kernel.Tests.Links;

public sealed class LinkModelTests
{
    private static readonly LinkOptions OneGigabit = new()
    {
        RateBitsPerSecond = 1_000_000_000,
        Delay = Duration.FromMilliseconds(2),
        QueueBytes = 3000,
    };

    [Test]
    public void Offer_IdleLink_DepartsAfterTransmissionAndArrivesAfterDelay()
    {
        LinkModel link = Link(OneGigabit);
        Assert.That(link.Offer(1000, At(5), out Instant departure, out Instant arrival), Is.EqualTo(LinkVerdict.Accepted));
        Assert.That(departure, Is.EqualTo(At(8_005)));
        Assert.That(arrival, Is.EqualTo(At(2_008_005)));
        Assert.That(link.QueuedBytes(At(5)), Is.Zero, "The frame being transmitted does not wait.");
    }

    [Test]
    public void Offer_BusyLink_WaitsForThePreviousFrame()
    {
        LinkModel link = Link(OneGigabit);
        link.Offer(1000, At(0), out _, out _);
        link.Offer(500, At(1), out Instant departure, out _);
        Assert.That(departure, Is.EqualTo(At(12_000)));
        Assert.That(link.QueuedBytes(At(7_999)), Is.EqualTo(500));
        Assert.That(link.QueuedBytes(At(8_000)), Is.Zero, "A frame that departs at an instant has left at that instant.");
        Assert.That(link.BusyUntil, Is.EqualTo(At(12_000)));
    }

    [Test]
    public void Offer_QueueExactlyFull_AcceptsTheLastByteAndRefusesTheNext()
    {
        LinkModel link = Link(OneGigabit);
        Assert.That(Offer(link, 1500, 0), Is.EqualTo(LinkVerdict.Accepted));
        Assert.That(Offer(link, 1500, 0), Is.EqualTo(LinkVerdict.Accepted));
        Assert.That(Offer(link, 1500, 0), Is.EqualTo(LinkVerdict.Accepted));
        Assert.That(link.Offer(1, At(0), out Instant departure, out Instant arrival), Is.EqualTo(LinkVerdict.QueueFull));
        Assert.That((departure, arrival), Is.EqualTo((Instant.MaxValue, Instant.MaxValue)));
        Assert.That(Offer(link, 1501, 11_999), Is.EqualTo(LinkVerdict.QueueFull));
        Assert.That(Offer(link, 1500, 12_000), Is.EqualTo(LinkVerdict.Accepted), "The second frame has started.");
        LinkCounters counters = link.Counters(At(12_000));
        Assert.That(counters.QueueFullFrames, Is.EqualTo(2));
        Assert.That(counters.QueueFullBytes, Is.EqualTo(1502));
        Assert.That(counters.TransmittedFrames, Is.EqualTo(1));
        Assert.That(counters.PeakQueuedBytes, Is.EqualTo(3000));
    }

    [Test]
    public void Offer_NoQueue_CarriesFramesThatFindTheLinkIdle()
    {
        LinkModel link = Link(OneGigabit with { QueueBytes = 0 });
        Assert.That(Offer(link, 1500, 0), Is.EqualTo(LinkVerdict.Accepted));
        Assert.That(Offer(link, 1, 11_999), Is.EqualTo(LinkVerdict.QueueFull));
        Assert.That(Offer(link, 1500, 12_000), Is.EqualTo(LinkVerdict.Accepted));
    }

    [Test]
    public void Offer_Overhead_TakesTimeButNoRoom()
    {
        LinkModel link = Link(OneGigabit with { OverheadBytes = 24, QueueBytes = 1500 });
        link.Offer(1500, At(0), out Instant departure, out _);
        Assert.That(departure, Is.EqualTo(At(12_192)));
        Assert.That(Offer(link, 1500, 0), Is.EqualTo(LinkVerdict.Accepted));
    }

    [Test]
    public void Offer_UnlimitedRate_DepartsAtOnceAndNeverQueues()
    {
        LinkModel link = Link(new LinkOptions { QueueBytes = 0 });
        for (int i = 0; i < 100; i++)
        {
            Assert.That(link.Offer(9000, At(7), out Instant departure, out _), Is.EqualTo(LinkVerdict.Accepted));
            Assert.That(departure, Is.EqualTo(At(7)));
        }
    }

    [Test]
    public void Offer_CertainLoss_OccupiesTheLinkAndNeverArrives()
    {
        LinkModel link = Link(OneGigabit with { LossPartsPerBillion = LinkOptions.CertainLoss });
        Assert.That(link.Offer(1000, At(0), out Instant departure, out Instant arrival), Is.EqualTo(LinkVerdict.Lost));
        Assert.That(departure, Is.EqualTo(At(8_000)));
        Assert.That(arrival, Is.EqualTo(Instant.MaxValue));
        Assert.That(link.Counters(At(8_000)).TransmittedBytes, Is.EqualTo(1000));
        Assert.That(link.Counters(At(8_000)).LostFrames, Is.EqualTo(1));
        Assert.That(link.Counters(At(8_000)).AcceptedFrames, Is.Zero);
    }

    [Test]
    public void Offer_TenPercentLoss_LosesAboutThatShare()
    {
        LinkModel link = Link(new LinkOptions { LossPartsPerBillion = 100_000_000 });
        for (int i = 0; i < 100_000; i++)
        {
            Offer(link, 100, i);
        }

        Assert.That(link.Counters(At(100_000)).LostFrames, Is.EqualTo(10_000).Within(400));
    }

    [Test]
    public void Offer_Jitter_StaysWithinItsBoundAndKeepsTheOrder()
    {
        Duration jitter = Duration.FromMicroseconds(50);
        LinkModel link = Link(new LinkOptions { Delay = Duration.FromMilliseconds(1), Jitter = jitter });
        Instant last = Instant.Zero;
        bool seenMore = false;
        for (int i = 0; i < 10_000; i++)
        {
            link.Offer(100, At(i * 10_000L), out Instant departure, out Instant arrival);
            Duration added = arrival - departure - Duration.FromMilliseconds(1);
            Assert.That(added.Nanoseconds, Is.InRange(0, jitter.Nanoseconds));
            Assert.That(arrival, Is.GreaterThanOrEqualTo(last));
            seenMore |= added > Duration.FromMicroseconds(40);
            last = arrival;
        }

        Assert.That(seenMore, Is.True);
    }

    [Test]
    public void Offer_LossSwitchedOn_DoesNotShiftTheJitter()
    {
        LinkOptions jittery = new() { Jitter = Duration.FromMicroseconds(1) };
        LinkModel without = Link(jittery);
        LinkModel with = Link(jittery with { LossPartsPerBillion = 1 });
        for (int i = 0; i < 100; i++)
        {
            without.Offer(100, At(i * 5000L), out _, out Instant expected);
            with.Offer(100, At(i * 5000L), out _, out Instant actual);
            Assert.That(actual, Is.EqualTo(expected));
        }
    }

    [Test]
    public void SetOptions_SlowerAndShorter_HoldsForNewFramesInOrder()
    {
        LinkModel link = Link(OneGigabit);
        link.Offer(1000, At(0), out _, out Instant first);
        link.SetOptions(OneGigabit with { RateBitsPerSecond = 100_000_000, Delay = Duration.Zero }, At(1));
        link.Offer(1000, At(2), out Instant departure, out Instant second);
        Assert.That(departure, Is.EqualTo(At(88_000)));
        Assert.That(second, Is.EqualTo(first), "A frame never overtakes one that was sent before the delay shrank.");
    }

    [Test]
    public void SetUp_Down_RefusesFramesAndForgetsTheQueue()
    {
        LinkModel link = Link(OneGigabit);
        Offer(link, 1000, 0);
        Offer(link, 1000, 0);
        Offer(link, 1000, 0);
        link.SetUp(false, At(8_000));
        Assert.That(Offer(link, 700, 8_001), Is.EqualTo(LinkVerdict.Down));
        link.SetUp(true, At(8_002));
        link.Offer(1000, At(8_002), out Instant departure, out _);
        Assert.That(departure, Is.EqualTo(At(16_002)));
        LinkCounters counters = link.Counters(At(20_000));
        Assert.That(counters.CutOffFrames, Is.EqualTo(2));
        Assert.That(counters.CutOffBytes, Is.EqualTo(2000));
        Assert.That(counters.DownFrames, Is.EqualTo(1));
        Assert.That(counters.DownBytes, Is.EqualTo(700));
        Assert.That(counters.TransmittedFrames, Is.EqualTo(2));
    }

    [Test]
    public void Offer_TimeRunsBackward_Throws()
    {
        LinkModel link = Link(OneGigabit);
        Offer(link, 100, 10);
        Assert.That(() => Offer(link, 100, 9), Throws.InvalidOperationException);
    }

    [Test]
    public void Constructor_MeaninglessOption_Throws()
    {
        Assert.That(() => Link(OneGigabit with { LossPartsPerBillion = 1_000_000_001 }), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Link(OneGigabit with { Delay = new Duration(-1) }), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Link(OneGigabit with { QueueBytes = -1 }), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Link(OneGigabit with { RateBitsPerSecond = -1 }), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Offer_MoreFramesThanTheBound_RefusesThem()
    {
        LinkModel link = Link(new LinkOptions { RateBitsPerSecond = 1, QueueBytes = long.MaxValue });
        for (int i = 0; i <= LinkModel.MaximumQueuedFrames; i++)
        {
            Assert.That(Offer(link, 1, 0), Is.EqualTo(LinkVerdict.Accepted));
        }

        Assert.That(Offer(link, 1, 0), Is.EqualTo(LinkVerdict.QueueFull));
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Offer_AnySequence_BehavesAsAQueueSteppedFrameByFrame() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(ushort Length, ushort Wait)[]>(),
            frames =>
            {
                LinkModel link = Link(OneGigabit);
                SteppedQueue model = new(1, 3000);
                long now = 0;
                foreach ((ushort length, ushort wait) in frames)
                {
                    now += wait % 20_000;
                    int lengthBytes = 1 + (length % 1600);
                    long? expected = model.Offer(lengthBytes, now);
                    LinkVerdict verdict = link.Offer(lengthBytes, At(now), out Instant departure, out _);
                    if (verdict != (expected is null ? LinkVerdict.QueueFull : LinkVerdict.Accepted)
                        || (expected is { } end && departure != At(end))
                        || link.QueuedBytes(At(now)) != model.WaitingBytes)
                    {
                        return false;
                    }
                }

                return true;
            });

    [Test]
    public void Offer_SteadyState_AllocatesNothing()
    {
        LinkModel link = Link(OneGigabit with { Jitter = new Duration(100), LossPartsPerBillion = 1_000_000 });
        long now = 0;
        Assert.That(AllocationMeter.LeastBytesOf(() => now = Run(link, now)), Is.Zero);
    }

    private static long Run(LinkModel link, long now)
    {
        for (int i = 0; i < 10_000; i++)
        {
            now += 6_000;
            link.Offer(1000, At(now), out _, out _);
        }

        return now;
    }

    private static LinkModel Link(LinkOptions options)
    {
        RandomRoot root = new(1);
        return new LinkModel(options, root.Stream("loss"), root.Stream("jitter"));
    }

    private static Instant At(long nanoseconds) => new(nanoseconds);

    private static LinkVerdict Offer(LinkModel link, int lengthBytes, long nanoseconds) =>
        link.Offer(lengthBytes, At(nanoseconds), out _, out _);

    /// <summary>A transmitter with a queue, moved forward one departure at a time, at whole bits per nanosecond.</summary>
    private sealed class SteppedQueue(long bitsPerNanosecond, long queueBytes)
    {
        private readonly Queue<int> _waiting = new();
        private int? _sending;
        private long _sentAt;

        public long WaitingBytes => _waiting.Sum(length => (long)length);

        public long? Offer(int lengthBytes, long now)
        {
            while (_sending is not null && _sentAt <= now)
            {
                _sending = null;
                if (_waiting.TryDequeue(out int next))
                {
                    _sending = next;
                    _sentAt += next * 8 / bitsPerNanosecond;
                }
            }

            if (_sending is null)
            {
                _sending = lengthBytes;
                _sentAt = now + (lengthBytes * 8 / bitsPerNanosecond);
                return _sentAt;
            }

            if (WaitingBytes + lengthBytes > queueBytes)
            {
                return null;
            }

            _waiting.Enqueue(lengthBytes);
            return _sentAt + (WaitingBytes * 8 / bitsPerNanosecond);
        }
    }
}
