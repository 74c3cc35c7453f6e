using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Ip;

/// <summary>No packet, however wrong, makes an element that reads headers throw or keep it.</summary>
internal sealed class HeaderFuzzTests
{
    private const int Packets = 3000;
    private const int Seed = 20;

    [TestCase("CheckIPHeader")]
    [TestCase("CheckIPHeader(3, INTERFACES 10.0.0.1/8)")]
    [TestCase("CheckIPHeader2")]
    [TestCase("MarkIPHeader -> CheckTCPHeader")]
    [TestCase("MarkIPHeader -> CheckUDPHeader")]
    [TestCase("MarkIPHeader -> CheckICMPHeader")]
    [TestCase("MarkIPHeader -> IPFilter(allow src port > 5 and transp[40:4] 7, allow ip[56:4] 0, allow syn)")]
    [TestCase("IPFilter(allow tcp or icmp type echo or ether host 1:2:3:4:5:6)")]
    [TestCase("CheckIPHeader -> ICMPError(1.0.0.1, timeexceeded)")]
    [TestCase("MarkIPHeader -> ICMPError(1.0.0.1, timeexceeded)")]
    [TestCase("MarkIPHeader -> ICMPPingResponder")]
    [TestCase("ICMPPingResponder")]
    [TestCase("MarkIPHeader -> IPFragmenter(68)")]
    [TestCase("MarkIPHeader(7) -> IPFragmenter(68, HONOR_DF false)")]
    [TestCase("IPFragmenter(68)")]
    [TestCase("MarkIPHeader -> DecIPTTL")]
    [TestCase("DecIPTTL")]
    [TestCase("MarkIPHeader -> FixIPSrc(1.0.0.1)")]
    [TestCase("FixIPSrc(1.0.0.1)")]
    [TestCase("GetIPAddress(16)")]
    [TestCase("MarkIPHeader -> GetIPAddress(IP src)")]
    [TestCase("SetIPChecksum -> StoreIPAddress(1.0.0.1, 17)")]
    [TestCase("MarkIPHeader -> StoreIPAddress(1.0.0.1, src) -> StoreIPAddress(dst)")]
    [TestCase("MarkIPHeader(3) -> StripIPHeader -> UnstripIPHeader")]
    [TestCase("MarkIPHeader(9) -> StripToNetworkHeader")]
    [TestCase("MarkIPHeader -> SetIPDSCP(3) -> SetIPECN(ce) -> MarkIPCE(FORCE true) -> IPMirror")]
    [TestCase("MarkIPHeader -> MarkIPCE")]
    [TestCase("MarkIPHeader -> IPGWOptions(1.0.0.1, 2.0.0.2)")]
    [TestCase("IPReassembler")]
    [TestCase("MarkIPHeader -> IPReassembler(HIMEM 4000, MAX_MTU_ANNO 20)")]
    [TestCase("MarkIPHeader(4) -> IPReassembler")]
    [TestCase("IPEncap(4, 1.0.0.1, DST_ANNO) -> UDPIPEncap(1.0.0.1, 1, 2.0.0.2, 2)")]
    [TestCase("MarkIPHeader -> SetTCPChecksum(true)")]
    [TestCase("SetTCPChecksum")]
    [TestCase("MarkIPHeader -> SetUDPChecksum")]
    [TestCase("SetUDPChecksum")]
    [TestCase("ICMPPingEncap(1.0.0.1, 2.0.0.2) -> ICMPIPEncap(1.0.0.1, 2.0.0.2, timestamp)")]
    [TestCase("IPInputCombo(1)")]
    [TestCase("MarkIPHeader -> [0] s :: ICMPPingSource(1.0.0.1, 2.0.0.2, MIRROR true, ACTIVE false)")]
    [TestCase("MarkIPHeader -> c :: IPOutputCombo(0, 1.0.0.1, 40); c[1], c[2], c[3], c[4] -> Discard; c")]
    public void AnyPacket_IsTaken(string elements)
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var bench = new Bench($"in :: TestSource -> {elements} -> out :: TestSink");
        for (int count = 0; count < Packets; count++)
        {
            byte[] data = RandomPackets.Next(random);
            try
            {
                bench.Send(data, packet => packet.Annotations.FixSource = count % 2 == 0);
            }
            catch (Exception exception) when (exception is not AssertionException)
            {
                Assert.Fail($"seed {Seed}, packet {count}, {Convert.ToHexString(data)}: {exception}");
            }
        }

        bench.Close();
    }
}
