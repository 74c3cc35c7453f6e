using Xia.Internet.Wire;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Ip;

internal sealed class HeaderEditTests
{
    private static readonly byte[] Packet = IpPackets.Udp("10.0.0.1", "10.0.0.2");

    [TestCase("SetIPDSCP(10)", 0x28)]
    [TestCase("SetIPECN(ect1)", 0x01)]
    [TestCase("SetIPECN(ECT(0))", 0x02)]
    [TestCase("MarkIPCE(true)", 0x03)]
    public void Service_IsWritten_ChecksumMended(string element, int service)
    {
        var bench = new Bench($"in :: TestSource -> MarkIPHeader -> {element} -> out :: TestSink");
        bench.Send(Packet);
        Assert.That(bench.Out.Bytes(0)[1], Is.EqualTo(service));
        Assert.That(Ipv4Header.Check(bench.Out.Bytes(0)), Is.EqualTo(Ipv4Fault.None));
        bench.Close();
    }

    [Test]
    public void SetIPDSCP_WriteHandler_ReconfiguresOrRefuses()
    {
        var bench = new Bench("TestSource -> MarkIPHeader -> s :: SetIPDSCP(DSCP 10) -> Discard");
        bench.Router.WriteHandler("s.dscp", "2");
        Assert.That(bench.Read("s.dscp"), Is.EqualTo("2"));
        Assert.That(
            Assert.Throws<Xia.Router.Graph.Handlers.HandlerException>(
                () => bench.Router.WriteHandler("s.dscp", "64"))!.Message,
            Does.Contain("diffserv code point out of range"));
        Assert.That(bench.Read("s.dscp"), Is.EqualTo("2"));
        bench.Close();
    }

    [Test]
    public void MarkIPCE_DropsWhatIsNotCapable()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader -> m :: MarkIPCE -> out :: TestSink");
        bench.Send(Packet);
        Assert.That((bench.Out.Hex.Count, bench.Read("m.drops")), Is.EqualTo((0, "1")));
        bench.Close();
    }

    [Test]
    public void SetIPChecksum_OfWhatHasNone_Drops()
    {
        var bench = new Bench("in :: TestSource -> s :: SetIPChecksum -> out :: TestSink");
        byte[] wrong = [.. Packet];
        wrong[10] ^= 0x55;
        bench.Send(wrong);
        bench.Send("4500");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Bytes(0), Is.EqualTo(Packet));
            Assert.That(bench.Read("s.drops"), Is.EqualTo("1"));
            Assert.That(bench.Lines, Is.EqualTo(new[] { "SetIPChecksum: bad input packet" }));
        });
        bench.Close();
    }

    [Test]
    public void StoreIPAddress_InTheHeader_MendsUdpToo()
    {
        var bench = new Bench("in :: TestSource -> UDPIPEncap(1.0.0.1, 1, 2.0.0.2, 2) "
            + "-> StoreIPAddress(9.9.9.9, src) -> SetIPAddress(8.8.8.8) -> StoreIPAddress(dst) "
            + "-> CheckIPHeader -> CheckUDPHeader -> out :: TestSink");
        bench.Send("0102030405");
        byte[] packet = bench.Out.Bytes(0);
        Assert.That(packet[12..20], Is.EqualTo(new byte[] { 9, 9, 9, 9, 8, 8, 8, 8 }));
        bench.Close();
    }

    [Test]
    public void StoreIPAddress_ThatDoesNotFit_LeavesAtOutput1()
    {
        var bench = new Bench("in :: TestSource -> s :: StoreIPAddress(1.2.3.4, 2) -> out :: TestSink; "
            + "s[1] -> short :: TestSink");
        bench.Send("000000000000");
        bench.Send("0000000000");
        Assert.That((bench.Out.Hex[0], bench.Sink("short").Hex.Count), Is.EqualTo(("000001020304", 1)));
        bench.Close();
        Assert.That(
            Bench.ErrorOf("TestSource -> StoreIPAddress(1.2.3.4, x) -> Discard"),
            Does.Contain("type mismatch: OFFSET requires integer"));
    }

    [Test]
    public void IPMirror_TwiceIsOnce_PortsAndNumbersSwap()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader -> IPMirror -> t :: Tee -> IPMirror "
            + "-> out :: TestSink; t[1] -> once :: TestSink");
        bench.Send(Packet);
        byte[] once = bench.Sink("once").Bytes(0);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Bytes(0), Is.EqualTo(Packet));
            Assert.That(once[12..24], Is.EqualTo(new byte[] { 10, 0, 0, 2, 10, 0, 0, 1, 2, 3, 0, 1 }));
            Assert.That(bench.Sink("once").Annotations[0].DestinationIp, Is.EqualTo(0x0a000001));
        });
        bench.Close();
    }

    [Test]
    public void Strip_AndUnstrip_MoveTheEdge()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader(2) -> StripIPHeader -> t :: Tee "
            + "-> UnstripIPHeader -> out :: TestSink; t[1] -> StripToNetworkHeader -> net :: TestSink; "
            + "t[2] -> stripped :: TestSink");
        bench.Send([9, 9, .. Packet]);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Sink("stripped").Bytes(0), Is.EqualTo(Packet[20..]));
            Assert.That(bench.Out.Bytes(0), Is.EqualTo(Packet));
            Assert.That(bench.Sink("net").Bytes(0), Is.EqualTo(Packet));
        });
        bench.Close();
    }

    [Test]
    public void SetRandIPAddress_StaysInThePrefix_LimitDrawsBefore()
    {
        var bench = new Bench("in :: TestSource -> SetRandIPAddress(10.1.0.0/16) -> out :: TestSink; "
            + "in2 :: TestSource -> SetRandIPAddress(10.1.0.0/16, 2) -> few :: TestSink");
        for (int count = 0; count < 50; count++)
        {
            bench.Send("00");
            bench.Send("00", source: "in2");
        }

        uint[] all = [.. bench.Out.Annotations.Select(notes => notes.DestinationIp)];
        Assert.Multiple(() =>
        {
            Assert.That(all, Has.All.Matches<uint>(address => address >> 16 == 0x0a01));
            Assert.That(all.Distinct().Count(), Is.GreaterThan(40));
            Assert.That(
                bench.Sink("few").Annotations.Select(notes => notes.DestinationIp).Distinct().Count(),
                Is.LessThanOrEqualTo(2));
        });
        bench.Close();
    }

    [Test]
    public void IPEncap_WritesWhatItIsTold()
    {
        var bench = new Bench("in :: TestSource "
            + "-> e :: IPEncap(ipip, 18.26.4.24, 140.247.60.147, TTL 9, DSCP 3, ECT 2, DF true) "
            + "-> out :: TestSink");
        bench.Send("0102");
        bench.Router.WriteHandler("e.dst", "DST_ANNO");
        bench.Send("0102", packet => packet.Annotations.DestinationIp = 0x01020304);
        Ipv4Fault fault = Ipv4Header.TryRead(bench.Out.Bytes(0), out Ipv4Header first);
        Assert.That(fault, Is.EqualTo(Ipv4Fault.None));
        fault = Ipv4Header.TryRead(bench.Out.Bytes(1), out Ipv4Header second);
        Assert.That(fault, Is.EqualTo(Ipv4Fault.None));
        Assert.Multiple(() =>
        {
            Assert.That(
                (first.Service, first.TimeToLive, (int)first.Protocol),
                Is.EqualTo(((byte)14, (byte)9, 4)));
            Assert.That(first.FragmentField, Is.EqualTo(Ipv4Header.DontFragment));
            Assert.That(bench.Out.Annotations[0].DestinationIp, Is.EqualTo(0x8cf73c93));
            Assert.That(second.Destination.ToString(), Is.EqualTo("1.2.3.4"));
            Assert.That(second.Identification, Is.EqualTo(first.Identification + 1));
            Assert.That(bench.Read("e.dst"), Is.EqualTo("DST_ANNO"));
        });
        bench.Close();
    }

    [TestCase("256, 1.1.1.1, 2.2.2.2", "PROTO")]
    [TestCase("4, 1.1.1.1, x", "DST argument should be IP address or 'DST_ANNO'")]
    [TestCase("4, 1.1.1.1, 2.2.2.2, TOS 3, DSCP 4", "cannot set both TOS and DSCP")]
    [TestCase("4, 1.1.1.1, 2.2.2.2, ECT 3", "bad ECT value '3'")]
    [TestCase("4, 1.1.1.1, 2.2.2.2, ECT 1, CE true", "can set at most one ECN option")]
    public void IPEncap_Mistakes(string arguments, string error) =>
        Assert.That(Bench.ErrorOf($"TestSource -> IPEncap({arguments}) -> Discard"), Does.Contain(error));

    [Test]
    public void IPGWOptions_RecordsRouteAndTime_PointsAtMistakes()
    {
        var bench = new Bench("in :: TestSource -> CheckIPHeader -> g :: IPGWOptions(1.2.3.4) "
            + "-> out :: TestSink; g[1] -> wrong :: TestSink");
        bench.Send(WithOptions(7, 7, 4, 0, 0, 0, 0, 0));
        bench.Send(WithOptions(68, 12, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0));
        bench.Send(WithOptions(68, 12, 13, 0xf1, 0, 0, 0, 0, 0, 0, 0, 0));
        bench.Send(WithOptions(7, 7, 8, 0, 0, 0, 0, 0));
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Bytes(0)[20..28], Is.EqualTo(new byte[] { 7, 7, 8, 1, 2, 3, 4, 0 }));
            Assert.That(bench.Out.Bytes(1)[20..28], Is.EqualTo(new byte[] { 68, 12, 13, 1, 1, 2, 3, 4 }));
            Assert.That(bench.Out.Hex, Has.Count.EqualTo(3));
            Assert.That(
                Enumerable.Range(0, 3).Select(index => Ipv4Header.Check(bench.Out.Bytes(index))),
                Has.All.EqualTo(Ipv4Fault.None));
            Assert.That(bench.Sink("wrong").Annotations[0].ParameterProblem, Is.EqualTo(23));
            Assert.That(bench.Read("g.drops"), Is.EqualTo("1"));
        });
        bench.Close();
    }

    [Test]
    public void IPInputCombo_IsPaintStripCheck()
    {
        var bench = new Bench("in :: TestSource -> c :: IPInputCombo(7) -> out :: TestSink");
        bench.Send([.. new byte[14], .. Packet, 0, 0]);
        bench.Send(new byte[40]);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Bytes(0), Is.EqualTo(Packet));
            Assert.That(bench.Out.Annotations[0].Paint, Is.EqualTo(7));
            Assert.That(bench.Read("c.drops"), Is.EqualTo("1"));
            Assert.That(bench.Lines, Is.EqualTo(new[] { "IP checksum failed" }));
        });
        bench.Close();
    }

    [Test]
    public void IPOutputCombo_SortsByWhatIsWrong()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader -> c :: IPOutputCombo(5, 1.2.3.4, 40) "
            + "-> out :: TestSink; c[1] -> paint :: TestSink; c[2] -> options :: TestSink; "
            + "c[3] -> time :: TestSink; c[4] -> length :: TestSink");
        bench.Send(Packet);
        bench.Send(Packet, packet => packet.Annotations.Paint = 5);
        bench.Send(WithOptions(7, 7, 9, 0, 0, 0, 0, 0));
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2", timeToLive: 1));
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2", 21));
        bench.Send(Packet, packet => packet.Annotations.Kind = Xia.Router.Packets.PacketKind.Broadcast);
        Assert.That(
            (bench.Out.Hex.Count, bench.Sink("paint").Hex.Count, bench.Sink("options").Hex.Count,
                bench.Sink("time").Hex.Count, bench.Sink("length").Hex.Count),
            Is.EqualTo((2, 1, 1, 1, 1)));
        Assert.That(bench.Out.Bytes(0)[8], Is.EqualTo(63));
        bench.Close();
    }

    private static byte[] WithOptions(params byte[] options)
    {
        byte[] packet = [.. Packet[..20], .. options, .. Packet[20..]];
        packet[0] = (byte)(0x45 + (options.Length / 4));
        packet[3] = (byte)packet.Length;
        Ipv4Header.WriteChecksum(packet.AsSpan(0, 20 + options.Length));
        return packet;
    }
}
