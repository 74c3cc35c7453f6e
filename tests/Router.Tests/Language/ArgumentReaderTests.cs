using Xia.Kernel.Time;
using Xia.Router.Language;

namespace Xia.Router.Tests.Language;

internal sealed class ArgumentReaderTests
{
    [Test]
    public void Read_PositionsThenKeywords()
    {
        var reader = new ArgumentReader(["3", "B 4", "LIMIT 5", "LIMIT 6"]);
        Assert.Multiple(() =>
        {
            Assert.That(reader.Mandatory("A", ArgumentTypes.Int32()), Is.EqualTo(3));
            Assert.That(reader.Mandatory("B", ArgumentTypes.Int32()), Is.EqualTo(4));
            Assert.That(reader.Keyword("LIMIT", ArgumentTypes.Int32()), Is.EqualTo(6));
            Assert.That(reader.Positional("C", ArgumentTypes.Int32(), 7), Is.EqualTo(7));
        });
        reader.Complete();
        Assert.That(reader.Errors, Is.Empty);
    }

    [Test]
    public void Read_Mistakes_AreSaidInClicksWords()
    {
        var reader = new ArgumentReader(["300", "x", "y", "WHAT 3"]);
        reader.Mandatory("A", ArgumentTypes.Int32(0, 255));
        reader.Mandatory("B", ArgumentTypes.Bool);
        reader.MandatoryKeyword("C", ArgumentTypes.Int32());
        reader.Complete();
        Assert.That(reader.Errors, Is.EqualTo(new[]
        {
            "A: out of range, bound 255", "B: parse error", "C: required argument missing",
            "WHAT: unknown argument", "too many arguments",
        }));
    }

    [Test]
    public void Mandatory_TakesWhatLooksLikeAKeyword()
    {
        var reader = new ArgumentReader(["OTHER 3"]);
        Assert.That(reader.Mandatory("A", ArgumentTypes.Text, ""), Is.EqualTo("OTHER 3"));
    }

    [Test]
    public void Positional_EndsAtTheFirstArgumentReadByKeyword()
    {
        var reader = new ArgumentReader(["1", "K 2", "3"]);
        Assert.That(reader.Keyword("K", ArgumentTypes.Int32()), Is.EqualTo(2));
        Assert.That(reader.Positional("A", ArgumentTypes.Int32()), Is.EqualTo(1));
        Assert.That(reader.Positional("B", ArgumentTypes.Int32(), 9), Is.EqualTo(9));
        reader.Complete();
        Assert.That(reader.Errors, Is.EqualTo(new[] { "too many arguments" }));
    }

    [Test]
    public void Positional_WhenAlsoGivenByKeyword_TakesBothAndTheKeywordWins()
    {
        var reader = new ArgumentReader(["1", "A 2"]);
        Assert.That(reader.Positional("A", ArgumentTypes.Int32()), Is.EqualTo(2));
        reader.Complete();
        Assert.That(reader.Errors, Is.Empty);
    }

    [TestCase("lower 3", "lower")]
    [TestCase("_x:y.z?! 3", "_x:y.z?!")]
    public void Complete_KeywordsMayHaveSmallLettersAndMarks(string argument, string keyword)
    {
        var reader = new ArgumentReader([argument]);
        Assert.That(reader.Positional("A", ArgumentTypes.Text, ""), Is.Empty);
        reader.Complete();
        Assert.That(reader.Errors, Is.EqualTo(new[] { $"{keyword}: unknown argument" }));
    }

    [TestCase("10", 10_000_000_000)]
    [TestCase("1.5ms", 1_500_000)]
    [TestCase("3us", 3_000)]
    [TestCase("2 m", 120_000_000_000)]
    [TestCase("7ns", 7)]
    public void Duration_Units(string text, long nanoseconds)
    {
        Assert.That(ArgumentTypes.Duration(text, out Duration value, out _));
        Assert.That(value.Nanoseconds, Is.EqualTo(nanoseconds));
    }

    [TestCase("0x1f", 31)]
    [TestCase("017", 15)]
    [TestCase("-3", -3)]
    [TestCase("0", 0)]
    public void Int32_Radixes(string text, int expected)
    {
        Assert.That(ArgumentTypes.Int32()(text, out int value, out _));
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("08")]
    [TestCase("1x")]
    [TestCase("99999999999999999999999999999999999999999999999")]
    public void Int32_Wrong_IsRefused(string text) =>
        Assert.That(ArgumentTypes.Int32()(text, out _, out _), Is.False);

    [Test]
    public void Addresses_AreRead() => Assert.Multiple(() =>
    {
        Assert.That(ArgumentTypes.Ip("10.0.0.1", out _, out _));
        Assert.That(ArgumentTypes.Ip("10.0.0.256", out _, out _), Is.False);
        Assert.That(ArgumentTypes.Prefix("10.0.0.0/8", out var prefix, out _) && prefix.LengthBits == 8);
        Assert.That(ArgumentTypes.Prefix("10.0.0.1", out var host, out _) && host.LengthBits == 32);
        Assert.That(ArgumentTypes.Mac("02:00:00:00:00:01", out _, out _));
        Assert.That(ArgumentTypes.Bandwidth("100Mbps", out long rate, out _) && rate == 12_500_000);
    });
}
