using Xia.Kernel.Time;
using Xia.Router.Elements.Shaping;

namespace Xia.Router.Tests.Elements.Shaping;

internal sealed class TokenBucketTests
{
    [Test]
    public void Contains_OneTokenBucket_IsFullAgainInElevenMilliseconds()
    {
        var bucket = new TokenBucket(100, 1);
        bucket.Refill(At(0));
        Assert.That(bucket.Contains(1), Is.True);
        bucket.Remove(1);
        Assert.That(bucket.TimeUntil(1), Is.EqualTo(Duration.FromMilliseconds(11)));
        bucket.Refill(At(10));
        Assert.That(bucket.Contains(1), Is.False);
        bucket.Refill(At(11));
        Assert.That(bucket.Contains(1), Is.True);
    }

    [Test]
    public void Refill_NeverPassesTheCapacity()
    {
        var bucket = new TokenBucket(1000, 5);
        bucket.Refill(At(1_000_000));
        Assert.That((bucket.Contains(5), bucket.Contains(6)), Is.EqualTo((true, false)));
        Assert.That(bucket.TimeUntil(6), Is.Null);
    }

    [Test]
    public void Remove_MoreThanThereIs_Empties()
    {
        var bucket = new TokenBucket(1000, 5);
        bucket.Remove(9);
        Assert.That(bucket.Contains(1), Is.False);
        bucket.Refill(At(1));
        Assert.That(bucket.Contains(1), Is.True);
    }

    [Test]
    public void RateZero_HoldsNothingForEver()
    {
        var bucket = new TokenBucket(0, 5);
        bucket.Refill(At(1_000_000));
        Assert.That((bucket.Contains(1), bucket.TimeUntil(1)), Is.EqualTo((false, (Duration?)null)));
    }

    [TestCase(1ul, 1ul)]
    [TestCase(7ul, 3ul)]
    [TestCase(1_000_000ul, 20_000ul)]
    [TestCase(10_000_000_000ul, 200_000_000ul)]
    public void TimeUntil_IsTheFirstMillisecondAtWhichTheyAreThere(ulong rate, ulong capacity)
    {
        var bucket = new TokenBucket(rate, capacity);
        bucket.Remove(2 * capacity);
        long wait = bucket.TimeUntil(1)!.Value.Nanoseconds / 1_000_000;
        Assert.That(wait, Is.GreaterThan(0));
        bucket.Refill(At(wait - 1));
        Assert.That(bucket.Contains(1), Is.False);
        bucket.Refill(At(wait));
        Assert.That(bucket.Contains(1), Is.True);
    }

    private static Instant At(long milliseconds) => new(milliseconds * 1_000_000);
}
