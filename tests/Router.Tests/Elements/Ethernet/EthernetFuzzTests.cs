using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Ethernet;

/// <summary>Arbitrary frames break no element, and none is lost or leaked.</summary>
internal sealed class EthernetFuzzTests
{
    [TestCase("ARPQuerier(10.0.0.1, 2:0:0:0:0:1, TRIES 2)", 2, 3)]
    [TestCase("ARPQuerier(10.0.0.1/24, 2:0:0:0:0:1, CAPACITY 3, ENTRY_CAPACITY 4)", 2, 1)]
    [TestCase("ARPResponder(0.0.0.0/0 2:0:0:0:0:1)", 1, 2)]
    [TestCase("CheckARPHeader(14, DETAILS true)", 1, 2)]
    [TestCase("EnsureEther", 1, 1)]
    [TestCase("EtherEncap(0x0800, 1:1:1:1:1:1, 2:2:2:2:2:2)", 1, 1)]
    [TestCase("EtherMirror", 1, 1)]
    [TestCase("EtherRewrite(1:1:1:1:1:1, 2:2:2:2:2:2)", 1, 1)]
    [TestCase("EtherSwitch(CAPACITY 8)", 3, 3)]
    [TestCase("EtherVLANEncap(0x0800, 1:1:1:1:1:1, 2:2:2:2:2:2, ANNO)", 1, 1)]
    [TestCase("GetEtherAddress(32, src)", 1, 2)]
    [TestCase("HostEtherFilter(2:0:0:0:0:1, OFFSET 3)", 1, 2)]
    [TestCase("StoreEtherAddress(2:0:0:0:0:1, src)", 1, 2)]
    [TestCase("StripEtherVLANHeader(-1)", 1, 2)]
    [TestCase("VLANDecap", 1, 1)]
    [TestCase("VLANEncap(ANNO)", 1, 1)]
    public void RandomFrames_NeverBreakAnElement(string element, int inputs, int outputs) =>
        PacketFuzz.Run(element, inputs, outputs);
}
