using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

internal sealed class NewRenoTests
{
    private const int Segment = 1000;

    [Test]
    public void OnAcknowledged_SlowStart_GrowsByWhatWasAcknowledgedUpToTwoSegments()
    {
        var reno = new NewReno(Segment, 10);
        reno.OnAcknowledged(2 * Segment, 2 * Segment, 10 * Segment);
        Assert.That(reno.WindowBytes, Is.EqualTo(12 * Segment));
        reno.OnAcknowledged(5 * Segment, 7 * Segment, 12 * Segment);
        Assert.That(reno.WindowBytes, Is.EqualTo(14 * Segment));
    }

    [Test]
    public void OnAcknowledged_NotLimitedByTheWindow_DoesNotGrow()
    {
        var reno = new NewReno(Segment, 10);
        reno.OnAcknowledged(Segment, Segment, Segment);
        Assert.That(reno.WindowBytes, Is.EqualTo(10 * Segment));
    }

    [Test]
    public void OnTimeout_ThenAcknowledged_SlowStartToHalfThenOneSegmentPerWindow()
    {
        var reno = new NewReno(Segment, 10);
        reno.OnTimeout(20 * Segment, 10 * Segment, isFirst: true);
        Assert.That((reno.WindowBytes, reno.ThresholdBytes), Is.EqualTo((Segment, 5 * Segment)));
        reno.OnTimeout(20 * Segment, Segment, isFirst: false);
        Assert.That(reno.ThresholdBytes, Is.EqualTo(5 * Segment), "A second timeout keeps the threshold.");
        long una = 0;
        for (int i = 0; i < 4; i++)
        {
            reno.OnAcknowledged(2 * Segment, una += 2 * Segment, reno.WindowBytes);
        }

        Assert.That(
            reno.WindowBytes,
            Is.EqualTo(5 * Segment),
            "L = 1 until the old data is through (RFC 3465, 2.3).");
        for (int i = 0; i < 5; i++)
        {
            reno.OnAcknowledged(Segment, una += Segment, reno.WindowBytes);
        }

        Assert.That(reno.WindowBytes, Is.EqualTo(6 * Segment));
    }

    [Test]
    public void OnDuplicate_Recovery_InflatesDeflatesAndLeaves()
    {
        var reno = new NewReno(Segment, 10);
        long una = 1;
        long sentEnd = 1 + (10 * Segment);
        Assert.That(reno.OnDuplicate(una, sentEnd, 10 * Segment), Is.False);
        Assert.That(reno.AllowedBytes, Is.EqualTo(11 * Segment), "Limited transmit.");
        Assert.That(reno.OnDuplicate(una, sentEnd, 11 * Segment), Is.False);
        Assert.That(reno.OnDuplicate(una, sentEnd, 12 * Segment), Is.True);
        Assert.That((reno.ThresholdBytes, reno.WindowBytes), Is.EqualTo((6 * Segment, 9 * Segment)));
        Assert.That(reno.OnDuplicate(una, sentEnd, 12 * Segment), Is.False);
        Assert.That(reno.WindowBytes, Is.EqualTo(10 * Segment));
        Assert.That(
            reno.OnAcknowledged(3 * Segment, una + (3 * Segment), 12 * Segment), Is.True, "A partial one.");
        Assert.That(reno.WindowBytes, Is.EqualTo(8 * Segment));
        Assert.That(reno.OnAcknowledged(7 * Segment, sentEnd, 9 * Segment), Is.False);
        Assert.That(reno.IsRecovering, Is.False);
        Assert.That(reno.WindowBytes, Is.EqualTo(3 * Segment), "min(threshold, flight + one segment)");
    }

    [Test]
    public void OnDuplicate_OfWhatATimeoutSentAgain_IsNoLoss()
    {
        var reno = new NewReno(Segment, 10);
        reno.OnTimeout(5000, 5000, isFirst: true);
        for (int i = 0; i < 10; i++)
        {
            Assert.That(reno.OnDuplicate(5000, 6000, 1000), Is.False);
        }

        reno.OnAcknowledged(1000, 6000, 1000);
        Assert.That(reno.OnDuplicate(6000, 9000, 3000) | reno.OnDuplicate(6000, 9000, 3000), Is.False);
        Assert.That(reno.OnDuplicate(6000, 9000, 3000), Is.True);
    }
}
