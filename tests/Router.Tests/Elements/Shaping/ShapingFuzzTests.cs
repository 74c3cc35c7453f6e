using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Shaping;

/// <summary>Arbitrary packets at arbitrary times break no element, and none is lost or leaked.</summary>
internal sealed class ShapingFuzzTests
{
    [TestCase("RatedSplitter(20)", 1, 2)]
    [TestCase("BandwidthRatedSplitter(2kBps)", 1, 2)]
    [TestCase("Meter(10, 100)", 1, 3)]
    [TestCase("BandwidthMeter(100Bps, 1kBps)", 1, 3)]
    [TestCase("Block(3)", 1, 2)]
    public void RandomPackets_NeverBreakAnElement(string element, int inputs, int outputs) =>
        PacketFuzz.Run(element, inputs, outputs);

    [TestCase("RatedUnqueue(20)")]
    [TestCase("BandwidthRatedUnqueue(2kBps, BURST_BYTES 500)")]
    [TestCase("LinkUnqueue(3ms, 10kBps)")]
    [TestCase("TimedUnqueue(7ms, 2)")]
    [TestCase("{ input -> Shaper(50) -> Unqueue -> output }")]
    [TestCase("{ input -> BandwidthShaper(5kBps) -> Unqueue -> output }")]
    public void QueuedPackets_AllArriveInOrder(string element) => PacketFuzz.RunQueued(element);
}
