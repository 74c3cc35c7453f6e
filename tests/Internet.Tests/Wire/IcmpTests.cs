using Xia.Internet.Wire;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Xia.Internet.Tests.Wire;

internal sealed class IcmpTests
{
    // Echo, identifier 1, sequence number 2, payload "ab"; 0800 + 0001 + 0002 + 6162 = 6965, complement 969a.
    private const string Literal = "0800969a" + "00010002" + "6162";

    private static readonly IpAddress Us = IpAddress.Parse("10.9.0.1");

    [TestCase(new byte[] { 8, 0, 0xf7, 0xff, 0, 0, 0, 0 }, (ushort)0x0800, (ushort)0, 0xffff)]
    [TestCase(new byte[] { 8, 0, 0xf6, 0xfe, 0, 1, 1, 0 }, (ushort)0x0800, (ushort)0, 0xfefe)]
    [TestCase(new byte[] { 8, 0, 0xf7, 0xff, 0xff, 0xff, 0, 0 }, (ushort)0x0800, (ushort)0, 0)]
    public void MendChecksum_TypeThatBecomesZero_IsAsIfComputedAnew(
        byte[] message, ushort before, ushort after, int expected)
    {
        message[0] = 0;
        IcmpHeader.MendChecksum(message, before, after);
        Assert.That((message[2] << 8) | message[3], Is.EqualTo(expected));
    }

    [Test]
    public void Write_Echo_GivesLiteralBytes()
    {
        byte[] bytes = [.. new byte[8], .. "ab"u8];
        new IcmpHeader(IcmpType.Echo, 0, 0x0001_0002).Write(bytes);
        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(Literal));
    }

    [Test]
    public void TryRead_LiteralBytes_GivesEcho()
    {
        IcmpFault fault = IcmpHeader.TryRead(Convert.FromHexString(Literal), out IcmpHeader header);
        Assert.That(fault, Is.EqualTo(IcmpFault.None));
        Assert.That(header, Is.EqualTo(new IcmpHeader(IcmpType.Echo, 0, 0x0001_0002)));
        Assert.That(header.IsError, Is.False);
    }

    [Test]
    public void TryRead_EveryTruncatedPrefix_Refused([Range(0, 9)] int lengthBytes)
    {
        IcmpFault fault = IcmpHeader.TryRead(Convert.FromHexString(Literal).AsSpan(0, lengthBytes), out _);
        Assert.That(fault, Is.EqualTo(lengthBytes < 8 ? IcmpFault.Truncated : IcmpFault.Checksum));
    }

    [Property]
    public void TryRead_RandomBytes_NeverThrows(byte[] bytes) => IcmpHeader.TryRead(bytes, out _);

    [TestCase(40, 68)]
    [TestCase(548, 576)]
    [TestCase(1500, 576)]
    public void ErrorWrite_Packet_QuotesWhatFits(int packetBytes, int reportBytes)
    {
        byte[] packet = Packet(IpProtocol.Udp, packetBytes);
        byte[] buffer = new byte[IcmpError.MaximumPacketBytes];
        int lengthBytes = IcmpError.Write(packet, Us, new IcmpHeader(IcmpType.TimeExceeded, 0, 0), buffer);
        Assert.That(lengthBytes, Is.EqualTo(reportBytes));
        Assert.That(
            Ipv4Header.TryRead(buffer.AsSpan(0, lengthBytes), out Ipv4Header ip), Is.EqualTo(Ipv4Fault.None));
        Assert.That((ip.Source, ip.Destination), Is.EqualTo((Us, IpAddress.Parse("10.1.0.2"))));
        IcmpFault fault = IcmpHeader.TryRead(buffer.AsSpan(20, lengthBytes - 20), out IcmpHeader icmp);
        Assert.That(fault, Is.EqualTo(IcmpFault.None));
        Assert.That(icmp.IsError, Is.True);
        Assert.That(
            buffer.AsSpan(28, lengthBytes - 28).SequenceEqual(packet.AsSpan(0, lengthBytes - 28)), Is.True);
    }

    [Test]
    public void ErrorWrite_OfAnError_SendsNothing([Values(3, 4, 5, 11, 12)] byte type)
    {
        byte[] packet = Packet(IpProtocol.Icmp, 60);
        packet[20] = type;
        Assert.That(Report(packet), Is.Zero);
    }

    [Test]
    public void ErrorWrite_OfAnEcho_Sends()
    {
        byte[] packet = Packet(IpProtocol.Icmp, 60);
        packet[20] = (byte)IcmpType.Echo;
        Assert.That(Report(packet), Is.EqualTo(88));
    }

    [TestCase("224.0.0.1", "10.1.0.2", 0)]
    [TestCase("255.255.255.255", "10.1.0.2", 0)]
    [TestCase("10.2.0.3", "0.0.0.0", 0)]
    [TestCase("10.2.0.3", "224.0.0.1", 0)]
    [TestCase("10.2.0.3", "10.1.0.2", 7)]
    public void ErrorWrite_NotAllowed_SendsNothing(string destination, string source, int fragment)
    {
        byte[] packet = new byte[60];
        new Ipv4Header
        {
            TotalLengthBytes = 60,
            TimeToLive = 1,
            Protocol = IpProtocol.Udp,
            FragmentField = (ushort)fragment,
            Source = IpAddress.Parse(source),
            Destination = IpAddress.Parse(destination),
        }.Write(packet);
        Assert.That(Report(packet), Is.Zero);
    }

    private static int Report(byte[] packet) => IcmpError.Write(
        packet, Us, new IcmpHeader(IcmpType.Unreachable, 1, 0), new byte[IcmpError.MaximumPacketBytes]);

    private static byte[] Packet(IpProtocol protocol, int lengthBytes)
    {
        byte[] packet = new byte[lengthBytes];
        packet.AsSpan().Fill(0x5a);
        new Ipv4Header
        {
            TotalLengthBytes = lengthBytes,
            TimeToLive = 1,
            Protocol = protocol,
            Source = IpAddress.Parse("10.1.0.2"),
            Destination = IpAddress.Parse("10.2.0.3"),
        }.Write(packet);
        return packet;
    }
}
