using Xia.Kernel.Time;
using Xia.Kernel.Units;

namespace Xia.Kernel.Tests.Units;

public sealed class UnitFormatterTests
{
    [TestCase(0, "0bps")]
    [TestCase(1, "1bps")]
    [TestCase(9_600, "9600bps")]
    [TestCase(100_000_000, "100Mbps")]
    [TestCase(400_000_000, "400Mbps")]
    [TestCase(2_500_000_000, "2.5Gbps")]
    [TestCase(268_435_456, "32MiBps")]
    [TestCase(long.MaxValue, "9223372036854775807bps")]
    public void FormatRate_AnyRate_IsShortestWithBits(long rate, string expected) =>
        Assert.That(UnitFormatter.FormatRate(rate), Is.EqualTo(expected));

    [TestCase(0, "0s")]
    [TestCase(5_000_000, "5ms")]
    [TestCase(340_700_000, "340.7ms")]
    [TestCase(60_000_000_000, "60s")]
    [TestCase(1, "1ns")]
    [TestCase(1_000_000_001, "1.000000001s")]
    public void FormatDuration_AnyDuration_IsShortest(long nanoseconds, string expected) =>
        Assert.That(UnitFormatter.FormatDuration(new Duration(nanoseconds)), Is.EqualTo(expected));

    [TestCase(0, "0B")]
    [TestCase(1500, "1500B")]
    [TestCase(268_435_456, "256MiB")]
    [TestCase(10_000_000, "10MB")]
    public void FormatSize_AnySize_IsShortest(long lengthBytes, string expected) =>
        Assert.That(UnitFormatter.FormatSize(lengthBytes), Is.EqualTo(expected));

    [TestCase(0, "0%")]
    [TestCase(1, "0.0000001%")]
    [TestCase(5_000_000, "0.5%")]
    [TestCase(1_000_000_000, "100%")]
    public void FormatShare_AnyShare_IsAPercentage(long partsPerBillion, string expected) =>
        Assert.That(UnitFormatter.FormatShare(partsPerBillion), Is.EqualTo(expected));

    [Test]
    public void Format_Negative_Throws() =>
        Assert.That(() => UnitFormatter.FormatSize(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public bool Format_AnyNumber_ReadsBackTheSame(ulong any, byte shift)
    {
        long value = (long)(any >> 1 >> (shift % 63));
        long share = value % 1_000_000_001;
        return UnitParser.TryParseRate(UnitFormatter.FormatRate(value), out long rate, out _)
            && UnitParser.TryParseDuration(
                UnitFormatter.FormatDuration(new Duration(value)), out Duration duration, out _)
            && UnitParser.TryParseSize(UnitFormatter.FormatSize(value), out long size, out _)
            && UnitParser.TryParseShare(UnitFormatter.FormatShare(share), out long readShare, out _)
            && (rate, duration.Nanoseconds, size, readShare) == (value, value, value, share);
    }
}
