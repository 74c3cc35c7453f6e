using Xia.Internet.Wire;

namespace Xia.Internet.Tests.Wire;

internal sealed class EthernetHeaderTests
{
    private const string Literal = "ffffffffffff" + "020000000001" + "0806";

    [Test]
    public void Write_KnownHeader_GivesLiteralBytes()
    {
        byte[] bytes = new byte[EthernetHeader.LengthBytes];
        new EthernetHeader(MacAddress.Broadcast, new MacAddress(0x0200_0000_0001), EtherTypes.Arp).Write(
            bytes);
        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(Literal));
    }

    [Test]
    public void TryRead_LiteralBytes_GivesHeader()
    {
        byte[] bytes = Convert.FromHexString(Literal);
        Assert.That(EthernetHeader.TryRead(bytes, out EthernetHeader header), Is.True);
        Assert.That(
            header,
            Is.EqualTo(
                new EthernetHeader(MacAddress.Broadcast, new MacAddress(0x0200_0000_0001), EtherTypes.Arp)));
        Assert.That(EthernetHeader.ReadType(bytes), Is.EqualTo(EtherTypes.Arp));
    }

    [Test]
    public void TryRead_EveryTruncatedPrefix_False(
        [Range(0, EthernetHeader.LengthBytes - 1)] int lengthBytes) =>
        Assert.That(
            EthernetHeader.TryRead(Convert.FromHexString(Literal).AsSpan(0, lengthBytes), out _), Is.False);
}
