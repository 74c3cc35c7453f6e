using Xia.Laboratory.Scenarios.Addressing;

namespace Xia.Laboratory.Tests.Scenarios.Addressing;

internal sealed class Ipv4PrefixTests
{
    [TestCase("10.1.0.0/16")]
    [TestCase("0.0.0.0/0")]
    [TestCase("255.255.255.255/32")]
    public void TryParse_Prefix_PrintsTheSame(string text)
    {
        Assert.That(Ipv4Prefix.TryParse(text, out Ipv4Prefix prefix), Is.True);
        Assert.That(prefix.ToString(), Is.EqualTo(text));
    }

    [TestCase("10.1.0.0")]
    [TestCase("10.1.0.1/16")]
    [TestCase("10.1.0.0/33")]
    [TestCase("10.1.0.0/-1")]
    [TestCase("10.1.0/16")]
    [TestCase("10.01.0.0/16")]
    [TestCase("10.256.0.0/16")]
    [TestCase("10.1.0.0.0/16")]
    [TestCase(" 10.1.0.0/16")]
    [TestCase("")]
    public void TryParse_Other_Refuses(string text) =>
        Assert.That(Ipv4Prefix.TryParse(text, out _), Is.False);

    [TestCase("10.0.0.0/8", "10.1.0.0/16", true)]
    [TestCase("10.1.0.0/16", "10.0.0.0/8", true)]
    [TestCase("10.1.0.0/16", "10.2.0.0/16", false)]
    [TestCase("0.0.0.0/0", "10.2.0.0/16", true)]
    public void Overlaps_TwoPrefixes_IsWhetherTheyShareAddresses(string left, string right, bool expected) =>
        Assert.That(Parse(left).Overlaps(Parse(right)), Is.EqualTo(expected));

    private static Ipv4Prefix Parse(string text) =>
        Ipv4Prefix.TryParse(text, out Ipv4Prefix prefix) ? prefix : throw new FormatException(text);
}
