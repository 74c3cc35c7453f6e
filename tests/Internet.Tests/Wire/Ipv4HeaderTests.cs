using Xia.Internet.Wire;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Xia.Internet.Tests.Wire;

internal sealed class Ipv4HeaderTests
{
    // The example of many textbooks: 192.168.0.1 to 192.168.0.199, UDP, 115 bytes, checksum b861.
    private const string Literal = "4500007300004000" + "4011b861" + "c0a80001" + "c0a800c7";

    private static readonly Ipv4Header Header = new()
    {
        HeaderLengthBytes = 20,
        TotalLengthBytes = 115,
        FragmentField = Ipv4Header.DontFragment,
        TimeToLive = 64,
        Protocol = IpProtocol.Udp,
        Source = IpAddress.Parse("192.168.0.1"),
        Destination = IpAddress.Parse("192.168.0.199"),
    };

    private static byte[] Packet => [.. Convert.FromHexString(Literal), .. new byte[95]];

    [Test]
    public void Write_KnownHeader_GivesLiteralBytes()
    {
        byte[] bytes = new byte[Ipv4Header.LengthBytes];
        Header.Write(bytes);
        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(Literal));
    }

    [Test]
    public void TryRead_LiteralBytes_GivesHeader()
    {
        Assert.That(Ipv4Header.TryRead(Packet, out Ipv4Header header), Is.EqualTo(Ipv4Fault.None));
        Assert.That(header, Is.EqualTo(Header));
        Assert.That(header.PayloadBytes, Is.EqualTo(95));
    }

    [Test]
    public void TryRead_EveryTruncatedPrefix_Refused()
    {
        for (int lengthBytes = 0; lengthBytes < 115; lengthBytes++)
        {
            Ipv4Fault expected = lengthBytes < 20 ? Ipv4Fault.Truncated : Ipv4Fault.TotalLength;
            Assert.That(Ipv4Header.TryRead(Packet.AsSpan(0, lengthBytes), out _), Is.EqualTo(expected));
        }
    }

    [TestCase(0, 0x65, Ipv4Fault.WrongVersion)]
    [TestCase(0, 0x44, Ipv4Fault.HeaderLength)]
    [TestCase(3, 0x13, Ipv4Fault.TotalLength)]
    [TestCase(2, 0x01, Ipv4Fault.TotalLength)]
    [TestCase(8, 0x3f, Ipv4Fault.Checksum)]
    [TestCase(19, 0xc6, Ipv4Fault.Checksum)]
    public void TryRead_OneWrongByte_SaysWhich(int index, byte value, Ipv4Fault fault)
    {
        byte[] bytes = Packet;
        bytes[index] = value;
        Assert.That(Ipv4Header.TryRead(bytes, out _), Is.EqualTo(fault));
    }

    [Test]
    public void TryRead_HeaderLengthBeyondPacket_Refused()
    {
        byte[] bytes = Packet[..40];
        bytes[0] = 0x4f;
        Assert.That(Ipv4Header.TryRead(bytes, out _), Is.EqualTo(Ipv4Fault.HeaderLength));
    }

    [Property]
    public void DecrementTimeToLive_AnyHeader_EqualsRecomputing(
        byte timeToLive, uint source, uint destination, ushort identification)
    {
        int hops = Math.Max((int)timeToLive, 1);
        Ipv4Header header = Header with
        {
            TimeToLive = (byte)hops,
            Source = new IpAddress(source),
            Destination = new IpAddress(destination),
            Identification = identification,
        };
        byte[] mended = new byte[20];
        byte[] recomputed = new byte[20];
        header.Write(mended);
        Ipv4Header.DecrementTimeToLive(mended);
        (header with { TimeToLive = (byte)(hops - 1) }).Write(recomputed);
        Assert.That(mended, Is.EqualTo(recomputed));
    }

    [Property]
    public void TryRead_RandomBytes_NeverThrows(byte[] bytes) => Ipv4Header.TryRead(bytes, out _);

    [Test]
    public void IsFragment_Flags_Decide()
    {
        Assert.That(Header.IsFragment, Is.False);
        Assert.That((Header with { FragmentField = Ipv4Header.MoreFragments }).IsFragment, Is.True);
        Assert.That((Header with { FragmentField = 5 }).IsLaterFragment, Is.True);
    }
}
