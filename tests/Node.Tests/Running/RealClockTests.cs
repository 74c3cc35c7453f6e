using Xia.Kernel.Time;
using Xia.Node.Running;
using Xia.Node.Tests.Testing;

namespace Xia.Node.Tests.Running;

public sealed class RealClockTests
{
    private static readonly Instant Start = new(100_000_000_000);

    [Test]
    public void Read_AfterAWhile_IsTheTimeOfTheWorld()
    {
        var time = new ManualTime();
        var clock = new RealClock(time);
        Assert.That(clock.Read(), Is.EqualTo(Start));
        time.Advance(1_500);
        Assert.That(clock.Read(), Is.EqualTo(Start + Duration.FromNanoseconds(1_500)));
    }

    [Test]
    public void Speed_OfTwo_DoublesWhatPassesFromThenOn()
    {
        var time = new ManualTime();
        var clock = new RealClock(time);
        time.Advance(1_000);
        clock.Speed = 2;
        time.Advance(1_000);
        Assert.That(clock.Read(), Is.EqualTo(Start + Duration.FromNanoseconds(3_000)));
        clock.Speed = 1;
        time.Advance(1_000);
        Assert.That(clock.Read(), Is.EqualTo(Start + Duration.FromNanoseconds(4_000)));
    }

    [Test]
    public void PassUntil_AtDoubleSpeed_SleepsHalfAsLong()
    {
        var clock = new RealClock(new ManualTime()) { Speed = 2 };
        Duration second = Duration.FromSeconds(1);
        Assert.That(clock.PassUntil(Start + second), Is.EqualTo(second / 2));
        Assert.That(clock.PassUntil(Start - second), Is.EqualTo(Duration.Zero));
    }
}
