using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Ip;

/// <summary>Packets that are forwarded cost no memory.</summary>
internal sealed class AllocationTests
{
    private const int Warmup = 200;
    private const int Rounds = 2000;

    [TestCase("CheckIPHeader -> StripIPHeader -> UnstripIPHeader -> DecIPTTL -> FixIPSrc(1.0.0.1)")]
    [TestCase("MarkIPHeader -> r :: RadixIPLookup(10.0.0.0/8 1.2.3.4 0) -> DropBroadcasts")]
    [TestCase("MarkIPHeader -> IPClassifier(tcp or dst port 5, src net 10.0.0.0/8, -) [0, 1, 2]")]
    [TestCase("MarkIPHeader -> SetIPDSCP(3) -> SetIPECN(ce) -> IPMirror -> SetIPChecksum")]
    [TestCase("MarkIPHeader -> IPGWOptions(1.0.0.1) -> SetRandIPAddress(10.0.0.0/8) -> StoreIPAddress(dst)")]
    [TestCase("UDPIPEncap(1.0.0.1, 1, 2.0.0.2, 2) -> CheckUDPHeader -> IPFragmenter(40)")]
    [TestCase("MarkIPHeader -> ICMPError(1.0.0.1, timeexceeded) -> CheckICMPHeader")]
    [TestCase("MarkIPHeader -> IPOutputCombo(9, 1.0.0.1, 1500) [0, 1, 2, 3, 4]")]
    public void Forwarding_AllocatesNothing(string elements)
    {
        var bench = new Bench($"in :: TestSource -> {elements} -> Discard");
        byte[] data = IpPackets.Udp("10.0.0.1", "10.0.0.2");
        TestSource source = bench.Router.Find<TestSource>("in")!;
        long before = 0;
        for (int round = 0; round < Warmup + Rounds; round++)
        {
            if (round == Warmup)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            source.Send(data);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        bench.Close();
    }
}
