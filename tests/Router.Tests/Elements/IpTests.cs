using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Kernel.Time;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements;

internal sealed class IpTests
{
    [Test]
    public void CheckIPHeader_MarksAndCutsPadding()
    {
        var bench = new Bench("in :: TestSource -> CheckIPHeader -> out :: TestSink");
        byte[] packet = IpPackets.Udp("10.0.0.1", "10.0.0.2");
        bench.Send([.. packet, 0, 0, 0]);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Bytes(0), Is.EqualTo(packet));
            Assert.That(
                bench.Out.Annotations[0].DestinationIp,
                Is.EqualTo(IpAddress.Parse("10.0.0.2").Value));
            Assert.That(bench.Out.NetworkOffsets[0], Is.Zero);
        });
        bench.Close();
    }

    [Test]
    public void CheckIPHeader_Wrong_LeaveAtOutput1_CountedByReason()
    {
        var bench = new Bench(
            "in :: TestSource -> c :: CheckIPHeader(BADSRC 0.0.0.0 255.255.255.255, DETAILS true) "
            + "-> out :: TestSink; c[1] -> bad :: TestSink");
        byte[] good = IpPackets.Udp("10.0.0.1", "10.0.0.2");
        byte[] flipped = [.. good];
        flipped[12] ^= 1;
        byte[] version = [.. good];
        version[0] = 0x65;
        bench.Send(flipped);
        bench.Send(version);
        bench.Send(good[..19]);
        bench.Send(good[..30]);
        bench.Send(IpPackets.Udp("255.255.255.255", "10.0.0.2"));
        Assert.Multiple(() =>
        {
            Assert.That((bench.Out.Hex.Count, bench.Sink("bad").Hex.Count), Is.EqualTo((0, 5)));
            Assert.That(bench.Read("c.drops"), Is.EqualTo("5"));
            Assert.That(
                bench.Read("c.drop_details"),
                Is.EqualTo("1\ttiny packet\n1\tbad IP version\n0\tbad IP header length\n1\tbad IP length\n"
                    + "1\tbad IP checksum\n1\tbad source address"));
            Assert.That(bench.Lines, Is.EqualTo(new[] { "c: IP header check failed: bad IP checksum" }));
        });
        bench.Close();
    }

    [Test]
    public void MarkIPHeader_MarksAtAnOffset()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader(2) -> out :: TestSink");
        bench.Send([0, 0, .. IpPackets.Udp("10.0.0.1", "10.0.0.2")]);
        bench.Send("4500");
        bench.Send("45");
        Assert.That(bench.Out.NetworkOffsets, Is.EqualTo(new[] { 2, 2, 1 }));
        bench.Close();
    }

    [Test]
    public void LookupIPRoute_LongestPrefixAndGateway()
    {
        var bench = new Bench("in :: TestSource -> rt :: "
            + "LookupIPRoute(0.0.0.0/0 10.9.9.9 0, 10.1.0.0/16 1, 10.1.2.0/24 10.1.0.7 2) "
            + "-> a :: TestSink; rt[1] -> b :: TestSink; rt[2] -> out :: TestSink");
        Route(bench, "10.1.2.3");
        Route(bench, "10.1.3.3");
        Route(bench, "8.8.8.8");
        Assert.Multiple(() =>
        {
            Assert.That(Destination(bench.Out), Is.EqualTo("10.1.0.7"));
            Assert.That(Destination(bench.Sink("b")), Is.EqualTo("10.1.3.3"));
            Assert.That(Destination(bench.Sink("a")), Is.EqualTo("10.9.9.9"));
        });
        bench.Router.WriteHandler("rt.remove", "10.1.2.0/24");
        bench.Router.WriteHandler("rt.set", "10.1.3.3 2");
        Assert.That(
            bench.Read("rt.table"),
            Is.EqualTo("0.0.0.0/0\t10.9.9.9\t0\n10.1.0.0/16\t-\t1\n10.1.3.3/32\t-\t2"));
        Route(bench, "10.1.2.3");
        Assert.That(bench.Sink("b").Hex, Has.Count.EqualTo(2));
        bench.Close();
    }

    [Test]
    public void LookupIPRoute_Miss_IsCounted()
    {
        var bench = new Bench(
            "in :: TestSource -> rt :: LookupIPRoute(10.0.0.0/8 0, MISS 1) -> a :: TestSink; rt[1] -> out "
            + ":: TestSink");
        Route(bench, "11.0.0.1");
        Assert.That((bench.Out.Hex.Count, bench.Read("rt.misses")), Is.EqualTo((1, "1")));
        bench.Close();
    }

    [TestCase("10.0.0.0/8", "'10.0.0.0/8' should be 'ADDR/MASK [GATEWAY] OUTPUT'")]
    [TestCase("10.0.0.0/8 3", "port number in '10.0.0.0/8 3' out of range")]
    public void LookupIPRoute_Mistakes(string route, string error) =>
        Assert.That(Bench.ErrorOf($"TestSource -> LookupIPRoute({route}) -> Discard"), Does.Contain(error));

    [Test]
    public void LookupIPRoute_AddOfAKnownPrefix_IsRefused()
    {
        var bench = new Bench("TestSource -> rt :: LookupIPRoute(10.0.0.0/8 0) -> Discard");
        Assert.That(
            Assert.Throws<Xia.Router.Graph.Handlers.HandlerException>(
                () => bench.Router.WriteHandler("rt.add", "10.0.0.0/8 0"))!.Message,
            Is.EqualTo("conflict with existing route to '10.0.0.0/8'"));
    }

    [Test]
    public void DecIPTTL_CountsDownAndMendsTheChecksum()
    {
        var bench = new Bench(
            "in :: TestSource -> MarkIPHeader -> d :: DecIPTTL -> out :: TestSink; d[1] -> dead :: TestSink");
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2", timeToLive: 2));
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2", timeToLive: 1));
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Bytes(0), Is.EqualTo(IpPackets.Udp("10.0.0.1", "10.0.0.2", timeToLive: 1)));
            Assert.That(bench.Sink("dead").Bytes(0)[8], Is.EqualTo(1));
        });
        bench.Close();
    }

    [Test]
    public void DecIPTTL_OfAClone_LeavesTheOther()
    {
        var bench = new Bench(
            "in :: TestSource -> MarkIPHeader -> t :: Tee -> DecIPTTL -> a :: TestSink; t[1] -> out :: "
            + "TestSink");
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2"));
        Assert.That((bench.Sink("a").Bytes(0)[8], bench.Out.Bytes(0)[8]), Is.EqualTo(((byte)63, (byte)64)));
        bench.Close();
    }

    [Test]
    public void ICMPError_ReportsToTheSender()
    {
        var bench = new Bench(
            "in :: TestSource -> CheckIPHeader -> e :: ICMPError(10.0.0.254, unreachable, needfrag, PMTU "
            + "1400) -> out :: TestSink");
        byte[] packet = IpPackets.Udp("10.0.0.1", "10.5.0.2");
        bench.Send(packet);
        byte[] report = bench.Out.Bytes(0);
        Assert.Multiple(() =>
        {
            Assert.That(Ipv4Header.TryRead(report, out Ipv4Header header), Is.EqualTo(Ipv4Fault.None));
            Assert.That((header.Source, header.Destination), Is.EqualTo(
                (IpAddress.Parse("10.0.0.254"), IpAddress.Parse("10.0.0.1"))));
            Assert.That(
                IcmpHeader.TryRead(report.AsSpan(20), out IcmpHeader icmp),
                Is.EqualTo(IcmpFault.None));
            Assert.That(icmp, Is.EqualTo(new IcmpHeader(IcmpType.Unreachable, 4, 1400)));
            Assert.That(report[28..], Is.EqualTo(packet));
            Assert.That(
                bench.Out.Annotations[0].DestinationIp,
                Is.EqualTo(IpAddress.Parse("10.0.0.1").Value));
            Assert.That(bench.Out.Annotations[0].FixSource);
        });
        bench.Close();
    }

    [Test]
    public void ICMPError_NeverAboutReportsOrBroadcasts()
    {
        var bench = new Bench(
            "in :: TestSource -> MarkIPHeader -> e :: ICMPError(10.0.0.254, timeexceeded) -> out :: "
            + "TestSink");
        bench.Send(IpPackets.Udp("10.0.0.1", "10.5.0.2"));
        bench.Send(bench.Out.Bytes(0));
        bench.Send(
            IpPackets.Udp("10.0.0.1", "10.5.0.2"), packet => packet.Annotations.Kind = PacketKind.Broadcast);
        bench.Send(IpPackets.Udp("10.0.0.1", "224.0.0.5"));
        Assert.That((bench.Out.Hex.Count, bench.Read("e.drops")), Is.EqualTo((1, "3")));
        bench.Close();
    }

    [Test]
    public void ICMPError_OverItsRate_IsSilent()
    {
        var bench = new Bench(
            "in :: TestSource -> MarkIPHeader -> e :: ICMPError(10.0.0.254, timeexceeded, RATE 10, BURST "
            + "3) -> out :: TestSink");
        for (int index = 0; index < 6; index++)
        {
            bench.Send(IpPackets.Udp("10.0.0.1", "10.5.0.2"));
        }

        Assert.That((bench.Out.Hex.Count, bench.Read("e.limited")), Is.EqualTo((3, "3")));
        bench.RunFor(Duration.FromMilliseconds(100));
        bench.Send(IpPackets.Udp("10.0.0.1", "10.5.0.2"));
        bench.Send(IpPackets.Udp("10.0.0.1", "10.5.0.2"));
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(4));
        bench.Close();
    }

    [Test]
    public void FixIPSrc_ChangesOwnReportsOnly()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader -> FixIPSrc(10.7.7.7) -> out :: TestSink");
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2"));
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2"), packet => packet.Annotations.FixSource = true);
        Assert.That(bench.Out.Bytes(0), Is.EqualTo(IpPackets.Udp("10.0.0.1", "10.0.0.2")));
        Assert.That(bench.Out.Bytes(1), Is.EqualTo(IpPackets.Udp("10.7.7.7", "10.0.0.2")));
        bench.Close();
    }

    [Test]
    public void IPFragmenter_CutsIntoRightFragments()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader -> f :: IPFragmenter(68) -> out :: TestSink");
        byte[] packet = IpPackets.Udp("10.0.0.1", "10.0.0.2", payloadBytes: 100);
        bench.Send(packet);
        byte[] payload = new byte[100];
        for (int index = 0; index < bench.Out.Hex.Count; index++)
        {
            byte[] fragment = bench.Out.Bytes(index);
            Assert.That(Ipv4Header.TryRead(fragment, out Ipv4Header header), Is.EqualTo(Ipv4Fault.None));
            Assert.That(fragment, Has.Length.LessThanOrEqualTo(68));
            bool more = (header.FragmentField & Ipv4Header.MoreFragments) != 0;
            Assert.That(more, Is.EqualTo(index < bench.Out.Hex.Count - 1));
            fragment.AsSpan(20).CopyTo(payload.AsSpan((header.FragmentField & 0x1fff) * 8));
        }

        Assert.That(bench.Out.Hex, Has.Count.EqualTo(3));
        Assert.That(payload, Is.EqualTo(packet[20..]));
        bench.Close();
    }

    [Test]
    public void IPFragmenter_CopiesMarkedOptionsOnly()
    {
        // Record route (7, not copied), then loose source route (131, copied), padded.
        byte[] options = [7, 3, 4, 131, 3, 4, 0, 0];
        byte[] plain = IpPackets.Udp("10.0.0.1", "10.0.0.2", payloadBytes: 80);
        byte[] packet = [.. plain[..20], .. options, .. plain[20..]];
        packet[0] = 0x47;
        packet[3] = (byte)packet.Length;
        packet[10] = packet[11] = 0;
        ushort checksum = InternetChecksum.Compute(packet.AsSpan(0, 28));
        (packet[10], packet[11]) = ((byte)(checksum >> 8), (byte)checksum);
        var bench = new Bench("in :: TestSource -> CheckIPHeader -> IPFragmenter(68) -> out :: TestSink");
        bench.Send(packet);
        byte[] second = bench.Out.Bytes(1);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Bytes(0)[0], Is.EqualTo(0x47));
            Assert.That(second[0], Is.EqualTo(0x46));
            Assert.That(second[20..24], Is.EqualTo(new byte[] { 131, 3, 4, 0 }));
            Assert.That(Ipv4Header.Check(second), Is.EqualTo(Ipv4Fault.None));
        });
        bench.Close();
    }

    [Test]
    public void IPFragmenter_DontFragment_LeavesAtOutput1()
    {
        var bench = new Bench(
            "in :: TestSource -> MarkIPHeader -> f :: IPFragmenter(68) -> out :: TestSink; f[1] -> big :: "
            + "TestSink");
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2", 100, fragmentField: Ipv4Header.DontFragment));
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2", 48, fragmentField: Ipv4Header.DontFragment));
        Assert.That(
            (bench.Out.Hex.Count, bench.Sink("big").Hex.Count, bench.Read("f.drops")),
            Is.EqualTo((1, 1, "1")));
        bench.Close();
    }

    [Test]
    public void DropBroadcasts_DropsByKind()
    {
        var bench = new Bench("in :: TestSource -> d :: DropBroadcasts -> out :: TestSink");
        bench.Send("01", packet => packet.Annotations.Kind = PacketKind.Broadcast);
        bench.Send("02", packet => packet.Annotations.Kind = PacketKind.Multicast);
        bench.Send("03");
        Assert.That((bench.Out.Hex[0], bench.Read("d.drops")), Is.EqualTo(("03", "2")));
        bench.Close();
    }

    [Test]
    public void Addresses_AreAnnotated()
    {
        var bench = new Bench(
            "in :: TestSource -> t :: Tee -> GetIPAddress(16) -> out :: TestSink; t[1] -> s :: "
            + "SetIPAddress(1.2.3.4) -> a :: TestSink");
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2"));
        bench.Router.WriteHandler("s.addr", "1.2.3.5");
        bench.Send("01");
        Assert.Multiple(() =>
        {
            Assert.That(Destination(bench.Out), Is.EqualTo("10.0.0.2"));
            Assert.That(bench.Out.Annotations[1].DestinationIp, Is.Zero);
            Assert.That(Destination(bench.Sink("a")), Is.EqualTo("1.2.3.4"));
            Assert.That(bench.Sink("a").Annotations[1].DestinationIp, Is.EqualTo(0x01020305));
        });
        bench.Close();
    }

    [Test]
    public void ICMPPingResponder_AnswersEchoOnly()
    {
        var bench = new Bench(
            "in :: TestSource -> MarkIPHeader -> p :: ICMPPingResponder -> out :: TestSink; "
            + "p[1] -> rest :: TestSink");
        bench.Send(IpPackets.Echo("10.0.0.1", "10.0.0.2"), packet => packet.Annotations.Paint = 3);
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2"));
        byte[] answer = bench.Out.Bytes(0);
        Assert.Multiple(() =>
        {
            Assert.That(Ipv4Header.TryRead(answer, out Ipv4Header header), Is.EqualTo(Ipv4Fault.None));
            Assert.That(header.Destination, Is.EqualTo(IpAddress.Parse("10.0.0.1")));
            Assert.That((header.TimeToLive, bench.Out.Annotations[0].Paint), Is.EqualTo((255, 0)));
            Assert.That(
                IcmpHeader.TryRead(answer.AsSpan(20), out IcmpHeader icmp),
                Is.EqualTo(IcmpFault.None));
            Assert.That((icmp.Type, icmp.Rest), Is.EqualTo((IcmpType.EchoReply, 0x00010002u)));
            Assert.That(bench.Sink("rest").Hex, Has.Count.EqualTo(1));
        });
        bench.Close();
    }

    [Test]
    public void VmGate_PassesOrDropsBothWays()
    {
        var bench = new Bench(
            "g :: VmGate; in :: TestSource -> g -> out :: TestSink; up :: TestSource -> [1] g [1] -> a :: "
            + "TestSink");
        bench.Send("01");
        bench.Send("02", null, "up");
        bench.Router.WriteHandler("g.mode", "drop");
        bench.Send("03");
        bench.Send("04", null, "up");
        Assert.That(
            (bench.Out.Hex[^1], bench.Sink("a").Hex[^1], bench.Read("g.drops")),
            Is.EqualTo(("01", "02", "2")));
        Assert.Throws<Xia.Router.Graph.Handlers.HandlerException>(() => bench.Router.WriteHandler("g.mode", "ajar"));
        bench.Close();
    }

    private static void Route(Bench bench, string destination) => bench.Send(
        "45", packet => packet.Annotations.DestinationIp = IpAddress.Parse(destination).Value);

    private static string Destination(TestSink sink) =>
        new IpAddress(sink.Annotations[0].DestinationIp).ToString();
}
