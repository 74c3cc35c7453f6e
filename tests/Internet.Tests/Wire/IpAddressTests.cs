using Xia.Internet.Wire;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Xia.Internet.Tests.Wire;

internal sealed class IpAddressTests
{
    [Test]
    public void Parse_WellFormed_GivesItsNumber() =>
        Assert.That(IpAddress.Parse("10.1.0.2"), Is.EqualTo(new IpAddress(0x0a01_0002)));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("10.1.0")]
    [TestCase("10.1.0.2.3")]
    [TestCase("10.1.0.256")]
    [TestCase("10.1.0.")]
    [TestCase("10..0.2")]
    [TestCase("10.1.0.02")]
    [TestCase("10.1.0.-2")]
    [TestCase("10.1.0. 2")]
    [TestCase("10.1.0.2 ")]
    public void TryParse_Malformed_False(string? text) => Assert.That(
        IpAddress.TryParse(text, out _), Is.False);

    [Property]
    public void ToString_AnyAddress_RoundTrips(uint value)
    {
        byte[] bytes = new byte[IpAddress.LengthBytes];
        new IpAddress(value).Write(bytes);
        Assert.That(IpAddress.Parse(new IpAddress(value).ToString()), Is.EqualTo(new IpAddress(value)));
        Assert.That(IpAddress.Read(bytes), Is.EqualTo(new IpAddress(value)));
    }

    [TestCase("10.1.0.2", true)]
    [TestCase("223.255.255.255", true)]
    [TestCase("0.0.0.0", false)]
    [TestCase("127.0.0.1", false)]
    [TestCase("224.0.0.1", false)]
    [TestCase("255.255.255.255", false)]
    public void IsUnicast_ClassesOfRfc1122(string text, bool isUnicast) =>
        Assert.That(IpAddress.Parse(text).IsUnicast, Is.EqualTo(isUnicast));
}
