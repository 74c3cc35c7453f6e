using Xia.Internet.Wire;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Xia.Internet.Tests.Wire;

internal sealed class MacAddressTests
{
    [TestCase("02:00:00:00:00:01", 0x0200_0000_0001UL)]
    [TestCase("ff-FF-ff-ff-ff-ff", 0xffff_ffff_ffffUL)]
    [TestCase("0:1:2:3:4:5", 0x0001_0203_0405UL)]
    public void Parse_WellFormed_GivesItsNumber(string text, ulong value) =>
        Assert.That(MacAddress.Parse(text), Is.EqualTo(new MacAddress(value)));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("02:00:00:00:00")]
    [TestCase("02:00:00:00:00:01:02")]
    [TestCase("02:00:00:00:00:001")]
    [TestCase("02:00:00:00:00:g1")]
    [TestCase("02:00:00:00:00:-1")]
    [TestCase("02:00-00:00:00:01")]
    public void TryParse_Malformed_False(string? text) => Assert.That(
        MacAddress.TryParse(text, out _), Is.False);

    [Test]
    public void Parse_Malformed_SaysWhatWasExpected() =>
        Assert.That(
            () => MacAddress.Parse("x"), Throws.TypeOf<FormatException>().With.Message.Contains("02:00"));

    [Property]
    public void ToString_AnyAddress_RoundTrips(ulong value)
    {
        var address = new MacAddress(value & 0xffff_ffff_ffff);
        byte[] bytes = new byte[MacAddress.LengthBytes];
        address.Write(bytes);
        Assert.That(MacAddress.Parse(address.ToString()), Is.EqualTo(address));
        Assert.That(MacAddress.Read(bytes), Is.EqualTo(address));
    }

    [Test]
    public void IsMulticast_GroupBit_Decides()
    {
        Assert.That(MacAddress.Parse("01:00:5e:00:00:01").IsMulticast, Is.True);
        Assert.That(MacAddress.Parse("02:00:5e:00:00:01").IsMulticast, Is.False);
        Assert.That(MacAddress.Broadcast.IsMulticast && MacAddress.Broadcast.IsBroadcast, Is.True);
    }
}
