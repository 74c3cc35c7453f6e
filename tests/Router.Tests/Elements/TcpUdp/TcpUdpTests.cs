using Xia.Internet.Wire;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.TcpUdp;

internal sealed class TcpUdpTests
{
    [Test]
    public void UDPIPEncap_ByPortName_HandlersChangeIt()
    {
        var bench = new Bench("PortInfo(probe 79/udp); in :: TestSource "
            + "-> e :: UDPIPEncap(1.0.0.1, probe, DST_ANNO, ssh) -> out :: TestSink");
        bench.Send("0102030405", packet => packet.Annotations.DestinationIp = 0x02000002);
        bench.Router.WriteHandler("e.dport", "99");
        bench.Router.WriteHandler("e.dst", "3.0.0.3");
        bench.Send("0102030405");
        byte[] first = bench.Out.Bytes(0);
        byte[] second = bench.Out.Bytes(1);
        Assert.Multiple(() =>
        {
            Assert.That(Ipv4Header.TryRead(first, out Ipv4Header header), Is.EqualTo(Ipv4Fault.None));
            Assert.That(
                UdpHeader.TryRead(first.AsSpan(20), header.Source, header.Destination, out UdpHeader udp),
                Is.EqualTo(UdpFault.None));
            Assert.That((udp.SourcePort, udp.DestinationPort), Is.EqualTo(((ushort)79, (ushort)22)));
            Assert.That(header.Destination.ToString(), Is.EqualTo("2.0.0.2"));
            Assert.That(second[23], Is.EqualTo(99));
            Assert.That(second[5], Is.EqualTo(1));
            Assert.That(bench.Out.Annotations[1].DestinationIp, Is.EqualTo(0x03000003));
            Assert.That(bench.Read("e.sport"), Is.EqualTo("79"));
        });
        bench.Close();
        Assert.That(
            Bench.ErrorOf("TestSource -> UDPIPEncap(1.0.0.1, 1, nobody, 2) -> Discard"),
            Does.Contain("bad DST"));
    }

    [Test]
    public void DynamicUDPIPEncap_PortsCountUp()
    {
        var bench = new Bench("in :: TestSource -> DynamicUDPIPEncap(1.0.0.1, 10, 2.0.0.2, 20, true, 2) "
            + "-> CheckIPHeader -> CheckUDPHeader -> out :: TestSink");
        for (int count = 0; count < 4; count++)
        {
            bench.Send("01");
        }

        Assert.That(
            Enumerable.Range(0, 4).Select(index => (bench.Out.Bytes(index)[21], bench.Out.Bytes(index)[23])),
            Is.EqualTo(new[] { (10, 20), (10, 20), (11, 21), (11, 21) }));
        bench.Close();
    }

    [Test]
    public void SetUDPChecksum_MendsWholeDatagrams_DivertsOthers()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader -> s :: SetUDPChecksum -> CheckUDPHeader "
            + "-> out :: TestSink; s[1] -> other :: TestSink");
        byte[] packet = IpPackets.Udp("10.0.0.1", "10.0.0.2");
        packet[24] = 0;
        packet[25] = 20;
        bench.Send(packet);
        packet[25] = 21;
        bench.Send(packet);
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2", fragmentField: Ipv4Header.MoreFragments));
        Assert.That((bench.Out.Hex.Count, bench.Sink("other").Hex.Count), Is.EqualTo((1, 2)));
        bench.Close();
    }

    [Test]
    public void SetTCPChecksum_MendsSegments_FixesTheOffset()
    {
        var bench = new Bench("in :: TestSource -> IPEncap(tcp, 1.0.0.1, 2.0.0.2) "
            + "-> SetTCPChecksum(FIXOFF true) -> CheckTCPHeader -> out :: TestSink");
        bench.Send(new byte[24]);
        bench.Send(new byte[19]);
        Assert.That(bench.Out.Bytes(0)[32], Is.EqualTo(0x50));
        Assert.That(bench.Lines, Is.EqualTo(new[] { "SetTCPChecksum: bad lengths" }));
        bench.Close();
    }
}
