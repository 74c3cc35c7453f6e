using Xia.Kernel.Time;

namespace Xia.Kernel.Tests.Time;

public sealed class InstantTests
{
    private static readonly Instant First = new(1_000_000_000);
    private static readonly Instant Second = new(2_500_000_000);

    [Test]
    public void Operators_DurationBetween_LeadsFromOneToTheOther()
    {
        Assert.That(Second - First, Is.EqualTo(Duration.FromMilliseconds(1500)));
        Assert.That(First + (Second - First), Is.EqualTo(Second));
        Assert.That(Second - Duration.FromMilliseconds(1500), Is.EqualTo(First));
        Assert.That(First < Second && Second > First && First <= Second && Second >= First, Is.True);
    }

    [Test]
    public void Operators_BeyondTheLast_Throws() =>
        Assert.That(() => Instant.MaxValue + new Duration(1), Throws.InstanceOf<OverflowException>());

    [Test]
    public void Earliest_NullMeansNone_TakesTheOther()
    {
        Assert.That(Instant.Earliest(null, null), Is.Null);
        Assert.That(Instant.Earliest(First, null), Is.EqualTo(First));
        Assert.That(Instant.Earliest(null, First), Is.EqualTo(First));
        Assert.That(Instant.Earliest(Second, First), Is.EqualTo(First));
    }

    [Test]
    public void ToString_AnyPoint_IsTheTimeSinceTheEpoch() =>
        Assert.That(Second.ToString(), Is.EqualTo("2.5s"));
}
