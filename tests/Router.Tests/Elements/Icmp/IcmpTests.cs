using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Icmp;

internal sealed class IcmpTests
{
    [Test]
    public void ICMPError_GoesBackAlongTheSourceRoute()
    {
        // Strict route over 1.1.1.1 and 2.2.2.2, which are behind, to 3.3.3.3.
        byte[] options = [137, 15, 12, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 0];
        byte[] plain = IpPackets.Udp("10.0.0.1", "10.0.0.2");
        byte[] packet = [.. plain[..20], .. options, .. plain[20..]];
        packet[0] = 0x49;
        packet[3] = (byte)packet.Length;
        var bench = new Bench("in :: TestSource -> MarkIPHeader -> t :: Tee "
            + "-> ICMPError(9.9.9.9, timeexceeded) -> out :: TestSink; "
            + "t[1] -> ICMPError(9.9.9.9, redirect, host) -> redirect :: TestSink; "
            + "t[2] -> ICMPError(9.9.9.9, parameterproblem, erroratptr) -> problem :: TestSink");
        bench.Send(packet, notes => notes.Annotations.ParameterProblem = 22);
        byte[] report = bench.Out.Bytes(0);
        byte[] problem = bench.Sink("problem").Bytes(0);
        Assert.Multiple(() =>
        {
            Assert.That(Ipv4Header.Check(report), Is.EqualTo(Ipv4Fault.None));
            Assert.That(
                report[20..32], Is.EqualTo(new byte[] { 137, 11, 4, 2, 2, 2, 2, 1, 1, 1, 1, 0 }));
            Assert.That(report[32], Is.EqualTo(11));
            Assert.That(bench.Sink("redirect").Hex, Is.Empty);
            Assert.That((problem[0], problem[20], problem[24]), Is.EqualTo(((byte)0x45, (byte)12, (byte)22)));
        });
        bench.Close();
    }

    [Test]
    public void ICMPError_TellsParticulars_QuotesWhatFits()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader -> t :: Tee "
            + "-> ICMPError(9.9.9.9, unreachable, needfrag, MTU 68, PMTU 1400) -> out :: TestSink; "
            + "t[1] -> ICMPError(9.9.9.9, redirect, net, SET_FIX_ANNO false) -> redirect :: TestSink");
        bench.Send(
            IpPackets.Udp("10.0.0.1", "10.0.0.2", 100),
            packet => packet.Annotations.DestinationIp = 0x01020304);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Bytes(0), Has.Length.EqualTo(68));
            Assert.That(bench.Out.Bytes(0)[20..28], Is.EqualTo(new byte[]
            {
                3, 4, bench.Out.Bytes(0)[22], bench.Out.Bytes(0)[23], 0, 0, 5, 120,
            }));
            Assert.That(bench.Sink("redirect").Bytes(0)[24..28], Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
            Assert.That(bench.Sink("redirect").Annotations[0].FixSource, Is.False);
        });
        bench.Close();
    }

    [Test]
    public void ICMPError_BadAddresses_AreNotAnswered()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader "
            + "-> e :: ICMPError(9.9.9.9, unreachable, port, 10.0.0.255 10.1.0.255) -> out :: TestSink");
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.255"));
        bench.Send(IpPackets.Udp("10.1.0.255", "10.0.0.1"));
        bench.Send(IpPackets.Udp("0.0.0.1", "10.0.0.1"));
        Assert.That((bench.Out.Hex.Count, bench.Read("e.drops")), Is.EqualTo((0, "3")));
        bench.Close();
    }

    [TestCase("1.1.1.1, echo", "ICMP type 8 is not an error type")]
    [TestCase("1.1.1.1, 300", "ICMP type must be between 0 and 255")]
    [TestCase("1.1.1.1, unreachable, transit", "argument 2 takes ICMP code (integer between 0 and 255)")]
    public void ICMPError_Mistakes(string arguments, string error) =>
        Assert.That(Bench.ErrorOf($"TestSource -> ICMPError({arguments}) -> Discard"), Does.Contain(error));

    [Test]
    public void Encapsulations_CountAndCheckOut()
    {
        var bench = new Bench("in :: TestSource -> t :: Tee -> ICMPPingEncap(1.0.0.1, 2.0.0.2, IDENTIFIER 3) "
            + "-> CheckIPHeader -> CheckICMPHeader -> out :: TestSink; "
            + "t[1] -> e :: ICMPIPEncap(1.0.0.1, 2.0.0.2, unreachable, host) -> CheckIPHeader "
            + "-> other :: TestSink");
        bench.Send("aabb");
        bench.Router.WriteHandler("e.dst", "3.0.0.3");
        bench.Send("aabb");
        byte[] ping = bench.Out.Bytes(1);
        byte[] report = bench.Sink("other").Bytes(1);
        Assert.Multiple(() =>
        {
            Assert.That((ping[20], ping[25], ping[27]), Is.EqualTo(((byte)8, (byte)3, (byte)2)));
            Assert.That(ping[28..], Is.EqualTo(new byte[] { 0xaa, 0xbb }));
            Assert.That((report[19], report[20], report[21], report[27]), Is.EqualTo(
                ((byte)3, (byte)3, (byte)1, (byte)0)));
        });
        bench.Close();
        Assert.That(
            Bench.ErrorOf("TestSource -> ICMPIPEncap(1.0.0.1, 2.0.0.2, echo, net) -> Discard"),
            Does.Contain("invalid CODE"));
    }

    [Test]
    public void ICMPPingSource_SendsLimit_TellsAnswersAndSummary()
    {
        var bench = new Bench("s :: ICMPPingSource(1.0.0.1, 2.0.0.2, INTERVAL 0.5, LIMIT 3, DATA abcd) "
            + "-> t :: Tee -> MarkIPHeader -> r :: ICMPPingResponder -> [0] s; t[1] -> out :: TestSink");
        bench.RunFor(Duration.FromSeconds(5));
        Assert.Multiple(() =>
        {
            Assert.That(bench.Read("s.count"), Is.EqualTo("3"));
            Assert.That(bench.Out.Bytes(2)[26..], Is.EqualTo("\0\u0003abcd"u8.ToArray()));
            Assert.That(bench.Lines, Has.Count.EqualTo(3));
            Assert.That(bench.Lines[0], Is.EqualTo(
                "s :: ICMPPingSource: 4 bytes from 2.0.0.2: icmp_seq=1 ttl=255 time=0.000 ms"));
            Assert.That(bench.Router.ReadHandler("s.summary"), Is.EqualTo(
                "3 packets transmitted, 3 received, 0% packet loss\n"
                + "rtt min/avg/max/mdev = 0.000/0.000/0.000/0.000\n"));
            Assert.That(bench.Read("s.rtt_avg"), Is.EqualTo("0.000000"));
        });
        bench.Router.WriteHandler("s.limit", "4");
        bench.RunFor(Duration.FromSeconds(5));
        Assert.That(bench.Read("s.count"), Is.EqualTo("4"));
        bench.Close();
    }
}
