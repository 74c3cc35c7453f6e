using Xia.Kernel.Time;
using Xia.Kernel.Units;

namespace Xia.Kernel.Tests.Units;

public sealed class UnitParserTests
{
    [TestCase("100Mbps", 100_000_000)]
    [TestCase("1Gbps", 1_000_000_000)]
    [TestCase("2.5Gbps", 2_500_000_000)]
    [TestCase("9.6kbps", 9_600)]
    [TestCase("1bps", 1)]
    [TestCase("3Bps", 24)]
    [TestCase("32MiBps", 268_435_456)]
    [TestCase("1MBps", 8_000_000)]
    [TestCase("100 Mbps", 100_000_000)]
    [TestCase("0bps", 0)]
    [TestCase("0.5Bps", 4)]
    public void TryParseRate_RateWithUnit_IsRead(string text, long expected)
    {
        Assert.That(UnitParser.TryParseRate(text, out long rate, out string? error), Is.True, error);
        Assert.That(rate, Is.EqualTo(expected));
        Assert.That(error, Is.Null);
    }

    [TestCase("100MB")]
    [TestCase("100")]
    [TestCase("Mbps")]
    [TestCase("100mbps")]
    [TestCase("100Mbit")]
    [TestCase("-1Mbps")]
    [TestCase("+1Mbps")]
    [TestCase("1e3bps")]
    [TestCase("1,5Mbps")]
    [TestCase(".5Mbps")]
    [TestCase("5.Mbps")]
    [TestCase("1.2.3Mbps")]
    [TestCase("1  Mbps")]
    [TestCase("1\tMbps")]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase(null)]
    [TestCase("٣Mbps")]
    public void TryParseRate_AnythingElse_SaysWhatWasExpected(string? text)
    {
        Assert.That(UnitParser.TryParseRate(text, out long rate, out string? error), Is.False);
        Assert.That(error, Does.StartWith("expected a rate such as 100Mbps or 32MiBps"));
        Assert.That(rate, Is.Zero);
    }

    [TestCase("0.5bps")]
    [TestCase("9223372036854775808bps")]
    [TestCase("9300000Tbps")]
    public void TryParseRate_NoWholeNumberOf64Bits_SaysSo(string text)
    {
        Assert.That(UnitParser.TryParseRate(text, out _, out string? error), Is.False);
        Assert.That(error, Is.EqualTo("expected a whole number of bits per second below 2^63"));
    }

    [Test]
    public void TryParseRate_LargestNumber_IsRead()
    {
        Assert.That(UnitParser.TryParseRate("9223372036854775807bps", out long rate, out _), Is.True);
        Assert.That(rate, Is.EqualTo(long.MaxValue));
    }

    [TestCase("5ms", 5_000_000)]
    [TestCase("340.7ms", 340_700_000)]
    [TestCase("1us", 1_000)]
    [TestCase("1µs", 1_000)]
    [TestCase("17ns", 17)]
    [TestCase("2s", 2_000_000_000)]
    [TestCase("1m", 60_000_000_000)]
    [TestCase("1.5h", 5_400_000_000_000)]
    [TestCase("0s", 0)]
    [TestCase("0.000000001s", 1)]
    public void TryParseDuration_DurationWithUnit_IsRead(string text, long expectedNanoseconds)
    {
        Assert.That(UnitParser.TryParseDuration(text, out Duration duration, out string? error), Is.True, error);
        Assert.That(duration, Is.EqualTo(new Duration(expectedNanoseconds)));
    }

    [TestCase("5")]
    [TestCase("5min")]
    [TestCase("5MS")]
    [TestCase("0.5ns")]
    [TestCase("0.0000000000000000000000000000000001s")]
    [TestCase("300000000000000000000000000000000000000000s")]
    public void TryParseDuration_AnythingElse_IsRefused(string text)
    {
        Assert.That(UnitParser.TryParseDuration(text, out _, out string? error), Is.False);
        Assert.That(error, Does.StartWith("expected a"));
    }

    [TestCase("256MiB", 268_435_456)]
    [TestCase("64KiB", 65_536)]
    [TestCase("1500B", 1_500)]
    [TestCase("1.5kB", 1_500)]
    [TestCase("10MB", 10_000_000)]
    [TestCase("1GB", 1_000_000_000)]
    [TestCase("2TiB", 2_199_023_255_552)]
    public void TryParseSize_SizeWithUnit_IsRead(string text, long expected)
    {
        Assert.That(UnitParser.TryParseSize(text, out long lengthBytes, out string? error), Is.True, error);
        Assert.That(lengthBytes, Is.EqualTo(expected));
    }

    [TestCase("256M")]
    [TestCase("256Mb")]
    [TestCase("256KB")]
    [TestCase("256MiBps")]
    [TestCase("0.5B")]
    public void TryParseSize_AnythingElse_IsRefused(string text)
    {
        Assert.That(UnitParser.TryParseSize(text, out _, out string? error), Is.False);
        Assert.That(error, Does.StartWith("expected a"));
    }

    [TestCase("0%", 0)]
    [TestCase("0.5%", 5_000_000)]
    [TestCase("100%", 1_000_000_000)]
    [TestCase("0.0000001%", 1)]
    [TestCase("33.3333333%", 333_333_333)]
    public void TryParseShare_Percentage_IsRead(string text, long expected)
    {
        Assert.That(UnitParser.TryParseShare(text, out long share, out string? error), Is.True, error);
        Assert.That(share, Is.EqualTo(expected));
    }

    [TestCase("100.0000001%")]
    [TestCase("0.00000001%")]
    [TestCase("0.5")]
    [TestCase("5‰")]
    public void TryParseShare_AnythingElse_IsRefused(string text)
    {
        Assert.That(UnitParser.TryParseShare(text, out _, out string? error), Is.False);
        Assert.That(error, Does.StartWith("expected a"));
    }

    [FsCheck.NUnit.Property]
    public bool TryParse_AnyText_NeverThrows(string? text) =>
        UnitParser.TryParseRate(text, out _, out _)
        | UnitParser.TryParseDuration(text, out _, out _)
        | UnitParser.TryParseSize(text, out _, out _)
        | UnitParser.TryParseShare(text, out _, out _)
        | true;
}
