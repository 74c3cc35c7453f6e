using Xia.Kernel.Time;

namespace Xia.Kernel.Tests.Time;

public sealed class DurationTests
{
    [TestCase(0, "0s")]
    [TestCase(12_500_000, "12.5ms")]
    [TestCase(1, "1ns")]
    [TestCase(1_001, "1.001us")]
    [TestCase(-2_000_000_000, "-2s")]
    [TestCase(long.MaxValue, "9223372036.854775807s")]
    [TestCase(long.MinValue, "-9223372036.854775808s")]
    public void ToString_AnyLength_ShowsItWithoutLoss(long nanoseconds, string expected) =>
        Assert.That(new Duration(nanoseconds).ToString(), Is.EqualTo(expected));

    [TestCase(1250, 10_000_000_000, 1000)]
    [TestCase(1, 1_000_000_000, 8)]
    [TestCase(1, 3_000_000_000, 3)]
    [TestCase(0, 1, 0)]
    [TestCase(1, long.MaxValue, 1)]
    [TestCase(2_305_843_010, 8, 2_305_843_010_000_000_000)]
    public void OfTransmission_AnyLength_IsRoundedUp(long lengthBytes, long rateBitsPerSecond, long expected) =>
        Assert.That(Duration.OfTransmission(lengthBytes, rateBitsPerSecond).Nanoseconds, Is.EqualTo(expected));

    [Test]
    public void OfTransmission_WrongArgument_Throws()
    {
        Assert.That(() => Duration.OfTransmission(-1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Duration.OfTransmission(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Duration.OfTransmission(long.MaxValue, 1), Throws.InstanceOf<OverflowException>());
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public bool OfTransmission_AnyArguments_IsTheLeastThatHoldsTheBits(uint length, byte shift, ulong anyRate)
    {
        long lengthBytes = (long)length << (shift % 8);
        long rate = Math.Max(1000, (long)(anyRate >> 1 >> (shift % 50)));
        Int128 nanoseconds = Duration.OfTransmission(lengthBytes, rate).Nanoseconds;
        Int128 bits = (Int128)lengthBytes * 8 * 1_000_000_000;
        return nanoseconds * rate >= bits && (nanoseconds == 0 || (nanoseconds - 1) * rate < bits);
    }

    [Test]
    public void Operators_Overflow_Throws()
    {
        Assert.That(() => Duration.MaxValue + new Duration(1), Throws.InstanceOf<OverflowException>());
        Assert.That(() => Duration.MaxValue * 2, Throws.InstanceOf<OverflowException>());
        Assert.That(() => -new Duration(long.MinValue), Throws.InstanceOf<OverflowException>());
        Assert.That(() => Duration.FromSeconds(long.MaxValue), Throws.InstanceOf<OverflowException>());
    }

    [Test]
    public void Operators_Compare_ByLength()
    {
        Duration shorter = Duration.FromMicroseconds(999);
        Duration longer = Duration.FromMilliseconds(1);
        Assert.That(shorter < longer && longer > shorter && shorter <= longer && longer >= shorter, Is.True);
        Assert.That(Duration.Max(shorter, longer), Is.EqualTo(longer));
        Assert.That(Duration.Min(shorter, longer), Is.EqualTo(shorter));
        Assert.That(longer - shorter, Is.EqualTo(Duration.FromNanoseconds(1000)));
        Assert.That(longer / 3, Is.EqualTo(new Duration(333_333)));
    }
}
