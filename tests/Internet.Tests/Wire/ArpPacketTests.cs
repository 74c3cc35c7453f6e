using Xia.Internet.Wire;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Xia.Internet.Tests.Wire;

internal sealed class ArpPacketTests
{
    private const string Literal =
        "0001080006040001" + "020000000001" + "0a010002" + "000000000000" + "0a010001";

    private static readonly ArpPacket Request = ArpPacket.Request(
        new MacAddress(0x0200_0000_0001), IpAddress.Parse("10.1.0.2"), IpAddress.Parse("10.1.0.1"));

    [Test]
    public void Write_Request_GivesLiteralBytes()
    {
        byte[] bytes = new byte[ArpPacket.LengthBytes];
        Request.Write(bytes);
        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(Literal));
    }

    [Test]
    public void TryRead_LiteralBytesWithPadding_GivesRequest()
    {
        byte[] bytes = [.. Convert.FromHexString(Literal), .. new byte[18]];
        Assert.That(ArpPacket.TryRead(bytes, out ArpPacket arp), Is.EqualTo(ArpFault.None));
        Assert.That(arp, Is.EqualTo(Request));
    }

    [Test]
    public void TryRead_EveryTruncatedPrefix_Truncated(
        [Range(0, ArpPacket.LengthBytes - 1)] int lengthBytes) =>
        Assert.That(
            ArpPacket.TryRead(Convert.FromHexString(Literal).AsSpan(0, lengthBytes), out _),
            Is.EqualTo(ArpFault.Truncated));

    [TestCase(0, 0xff, ArpFault.NotIpv4OverEthernet)]
    [TestCase(2, 0x86, ArpFault.NotIpv4OverEthernet)]
    [TestCase(4, 0x08, ArpFault.NotIpv4OverEthernet)]
    [TestCase(5, 0x10, ArpFault.NotIpv4OverEthernet)]
    [TestCase(7, 0x03, ArpFault.UnknownOperation)]
    [TestCase(8, 0x03, ArpFault.MulticastSender)]
    public void TryRead_OneWrongByte_SaysWhich(int index, byte value, ArpFault fault)
    {
        byte[] bytes = Convert.FromHexString(Literal);
        bytes[index] = value;
        Assert.That(ArpPacket.TryRead(bytes, out _), Is.EqualTo(fault));
    }

    [Test]
    public void ReplyTo_Request_SwapsTheEnds()
    {
        var reply = ArpPacket.ReplyTo(Request, new MacAddress(0x0200_0000_0009));
        Assert.That(
            reply,
            Is.EqualTo(new ArpPacket(
                ArpOperation.Reply, new MacAddress(0x0200_0000_0009), Request.TargetIp, Request.SenderMac,
                Request.SenderIp)));
    }

    [Test]
    public void Announcement_OwnAddress_IsGratuitous()
    {
        Assert.That(ArpPacket.Announcement(Request.SenderMac, Request.SenderIp).IsGratuitous, Is.True);
        Assert.That(Request.IsGratuitous, Is.False);
    }

    [Property]
    public void TryRead_RandomBytes_NeverThrows(byte[] bytes) => ArpPacket.TryRead(bytes, out _);
}
