using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Language;

namespace Xia.Router.Tests.Language.Arguments;

internal sealed class ArgumentTypesTests
{
    [TestCase("1", 1_000_000_000)]
    [TestCase("0.1s", 100_000_000)]
    [TestCase("5msec", 5_000_000)]
    [TestCase("1.5 hr", 5_400_000_000_000)]
    [TestCase("2day", 172_800_000_000_000)]
    [TestCase("1e-3", 1_000_000)]
    [TestCase("100us", 100_000)]
    public void Duration_ReadsNanoseconds(string text, long nanoseconds)
    {
        Assert.That(ArgumentTypes.Duration(text, out Duration value, out _));
        Assert.That(value.Nanoseconds, Is.EqualTo(nanoseconds));
    }

    [TestCase("")]
    [TestCase("s")]
    [TestCase("1 x")]
    [TestCase("-1")]
    public void Duration_Wrong_IsRefused(string text) =>
        Assert.That(ArgumentTypes.Duration(text, out _, out string? error) || error is not null, Is.False);

    [Test]
    public void Duration_TooLong_SaysSo()
    {
        Assert.That(ArgumentTypes.Duration("1e15", out _, out string? error), Is.False);
        Assert.That(error, Is.EqualTo("out of range"));
    }

    [TestCase("1000", 1000)]
    [TestCase("8kbps", 1000)]
    [TestCase("8Kb/s", 1000)]
    [TestCase("1.5 MBps", 1_500_000)]
    [TestCase("2GB/s", 2_000_000_000)]
    [TestCase("300baud", 38)]
    public void Bandwidth_ReadsBytesPerSecond(string text, long expected)
    {
        Assert.That(ArgumentTypes.Bandwidth(text, out long value, out _));
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("0.25", 0.25)]
    [TestCase("-1e3", -1000)]
    [TestCase(".5", 0.5)]
    public void Real_Cases(string text, double expected)
    {
        Assert.That(ArgumentTypes.Real(text, out double value, out _));
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("nan")]
    [TestCase("Infinity")]
    [TestCase(" 1")]
    [TestCase("1x")]
    public void Real_Wrong_IsRefused(string text) =>
        Assert.That(ArgumentTypes.Real(text, out _, out _), Is.False);

    [Test]
    public void Real_TooLarge_SaysSo()
    {
        Assert.That(ArgumentTypes.Real("1e999", out _, out string? error), Is.False);
        Assert.That(error, Is.EqualTo("out of range, bound inf"));
    }

    [Test]
    public void FixedPoint_ReadsMultiplesOfItsFraction()
    {
        Assert.That(ArgumentTypes.FixedPoint(16)("0.5", out uint half, out _) && half == 32_768);
        Assert.That(ArgumentTypes.DecimalFixedPoint(3)("1.2345", out uint thousandths, out _)
            && thousandths == 1235);
        Assert.That(ArgumentTypes.FixedPoint(16)("65536", out _, out string? error), Is.False);
        Assert.That(error, Is.EqualTo("out of range, bound 65536"));
    }

    [Test]
    public void UInt32_Bounds()
    {
        Assert.That(ArgumentTypes.UInt32()("4294967295", out uint most, out _) && most == uint.MaxValue);
        Assert.That(ArgumentTypes.UInt32()("4294967296", out _, out string? error), Is.False);
        Assert.That(error, Is.EqualTo("out of range, bound 4294967295"));
        Assert.That(ArgumentTypes.UInt32()("-1", out _, out error), Is.False);
        Assert.That(error, Is.EqualTo("out of range, bound 0"));
    }

    [TestCase("PAINT", 1, 16)]
    [TestCase("20", 4, 20)]
    [TestCase("47", 1, 47)]
    [TestCase("AGGREGATE", 4, 20)]
    public void Annotation_GivesItsOffset(string text, int lengthBytes, int offset)
    {
        Assert.That(ArgumentTypes.Annotation(lengthBytes)(text, out int value, out _));
        Assert.That(value, Is.EqualTo(offset));
    }

    [TestCase("AGGREGATE", 1)]
    [TestCase("48", 1)]
    [TestCase("45", 4)]
    [TestCase("NONE", 1)]
    [TestCase("-1", 1)]
    public void Annotation_Wrong_IsRefused(string text, int lengthBytes) =>
        Assert.That(ArgumentTypes.Annotation(lengthBytes)(text, out _, out _), Is.False);

    [Test]
    public void FileName_LosesQuotesAndDoubleSlashes()
    {
        Assert.That(ArgumentTypes.FileName("\"a//b c\"", out string name, out _) && name == "a/b c");
        Assert.That(ArgumentTypes.FileName("''", out _, out _), Is.False);
    }

    [Test]
    public void Bool_SingleLetters() => Assert.Multiple(() =>
    {
        Assert.That(ArgumentTypes.Bool("t", out bool yes, out _) && yes);
        Assert.That(ArgumentTypes.Bool("n", out bool no, out _) && !no);
        Assert.That(ArgumentTypes.Bool("True", out _, out _), Is.False);
    });

    [Test]
    public void Ip_IsNotAPrefix() =>
        Assert.That(ArgumentTypes.Ip("10.0.0.0/8", out IpAddress _, out string? _), Is.False);
}
