using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Ip;

internal sealed class HeaderCheckTests
{
    private static byte[] Tcp
    {
        get
        {
            byte[] segment = new byte[24];
            segment[12] = 0x50;
            BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(16), Checksum(IpProtocol.Tcp, segment));
            return Packet(IpProtocol.Tcp, segment);
        }
    }

    private static byte[] Udp
    {
        get
        {
            byte[] datagram = new byte[12];
            datagram[5] = 12;
            BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(6), Checksum(IpProtocol.Udp, datagram));
            return Packet(IpProtocol.Udp, datagram);
        }
    }

    [Test]
    public void CheckIPHeader2_LooksAtNoChecksum()
    {
        var bench = new Bench("in :: TestSource -> c :: CheckIPHeader2 -> out :: TestSink");
        byte[] wrong = IpPackets.Udp("10.0.0.1", "10.0.0.2");
        wrong[11] ^= 1;
        bench.Send(wrong);
        wrong[0] = 0x55;
        bench.Send(wrong);
        Assert.That((bench.Out.Hex.Count, bench.Read("c.drops")), Is.EqualTo((1, "1")));
        bench.Close();
    }

    [Test]
    public void CheckIPHeader_Interfaces_AreBadSourcesAndGoodDestinations()
    {
        var bench = new Bench("in :: TestSource -> c :: CheckIPHeader(INTERFACES 18.26.4.9/24 18.32.9.44/28) "
            + "-> out :: TestSink");
        bench.Send(IpPackets.Udp("18.26.4.255", "10.0.0.2"));
        bench.Send(IpPackets.Udp("18.32.9.47", "10.0.0.2"));
        bench.Send(IpPackets.Udp("0.0.0.0", "10.0.0.2"));
        Assert.That(bench.Out.Hex, Is.Empty);
        bench.Send(IpPackets.Udp("18.26.4.255", "18.26.4.9"));
        bench.Send(IpPackets.Udp("18.26.4.9", "10.0.0.2"));
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(2));
        bench.Close();
    }

    [Test]
    public void CheckTCPHeader_Reasons() => Check(
        "CheckTCPHeader",
        Tcp,
        Udp,
        packet => packet[32] = 0x70,
        packet => packet[36] ^= 1,
        "1\tnot TCP\n1\tbad packet length\n1\tbad TCP checksum",
        "c :: CheckTCPHeader: TCP header check failed: not TCP");

    [Test]
    public void CheckUDPHeader_Reasons() => Check(
        "CheckUDPHeader",
        Udp,
        Tcp,
        packet => packet[25] = 13,
        packet => packet[28] ^= 1,
        "1\tnot UDP\n1\tbad packet length\n1\tbad UDP checksum",
        "UDP header check failed: not UDP");

    [Test]
    public void CheckICMPHeader_Reasons() => Check(
        "CheckICMPHeader",
        IpPackets.Echo("10.0.0.1", "10.0.0.2"),
        Tcp,
        packet => packet[20] = 3,
        packet => packet[24] ^= 1,
        "1\tnot ICMP\n1\tbad packet length\n1\tbad ICMP checksum",
        "c :: CheckICMPHeader: ICMP header check failed: not ICMP");

    [Test]
    public void Verbose_TellsEach()
    {
        var bench = new Bench("in :: TestSource -> c :: CheckIPHeader(VERBOSE true) -> out :: TestSink");
        bench.Send("00");
        bench.Send("45");
        Assert.That(bench.Lines, Is.EqualTo(new[]
        {
            "c: IP header check failed: tiny packet", "c: IP header check failed: tiny packet",
        }));
        bench.Close();
    }

    private static void Check(
        string element,
        byte[] right,
        byte[] other,
        Action<byte[]> spoilLength,
        Action<byte[]> spoilChecksum,
        string details,
        string message)
    {
        var bench = new Bench($"in :: TestSource -> MarkIPHeader -> c :: {element}(DETAILS true) "
            + "-> out :: TestSink; c[1] -> bad :: TestSink");
        byte[] wrongLength = [.. right];
        spoilLength(wrongLength);
        byte[] wrongChecksum = [.. right];
        spoilChecksum(wrongChecksum);
        bench.Send(right);
        Assert.That(bench.Lines, Is.Empty);
        bench.Send(other);
        bench.Send(wrongLength);
        bench.Send(wrongChecksum);
        Assert.Multiple(() =>
        {
            Assert.That((bench.Out.Hex.Count, bench.Sink("bad").Hex.Count), Is.EqualTo((1, 3)));
            Assert.That(bench.Read("c.drop_details"), Is.EqualTo(details));
            Assert.That(bench.Read("c.drops"), Is.EqualTo("3"));
            Assert.That(bench.Lines, Is.EqualTo(new[] { message }));
        });
        bench.Close();
    }

    private static ushort Checksum(IpProtocol protocol, byte[] segment) => PseudoHeader.Checksum(
        IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"), protocol, segment);

    private static byte[] Packet(IpProtocol protocol, byte[] payload)
    {
        byte[] packet = [.. new byte[Ipv4Header.LengthBytes], .. payload];
        new Ipv4Header
        {
            TotalLengthBytes = packet.Length,
            TimeToLive = 64,
            Protocol = protocol,
            Source = IpAddress.Parse("10.0.0.1"),
            Destination = IpAddress.Parse("10.0.0.2"),
        }.Write(packet);
        return packet;
    }
}
