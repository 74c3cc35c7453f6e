using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Standard;

/// <summary>Arbitrary packets break no element, and none is lost or leaked.</summary>
internal sealed class StandardFuzzTests
{
    [TestCase("Align(4, 1)", 1, 1)]
    [TestCase("CheckLength(20)", 1, 2)]
    [TestCase("Classifier(12/0806 20/0001, !3/4455%f0ff, 40/??12, -)", 1, 4)]
    [TestCase("Clipboard(0/3, 20/30, 100/4)", 2, 2)]
    [TestCase("HashSwitch(9, 40)", 1, 3)]
    [TestCase("Hub", 3, 3)]
    [TestCase("MarkMACHeader(7, 14)", 1, 1)]
    [TestCase("Pad(90)", 1, 1)]
    [TestCase("Pad", 1, 1)]
    [TestCase("PaintSwitch", 1, 3)]
    [TestCase("RandomBitErrors(0.1)", 1, 1)]
    [TestCase("Resize(-20, 7)", 1, 1)]
    [TestCase("Resize(90, -30)", 1, 1)]
    [TestCase("StoreData(20, 0123456789)", 1, 1)]
    [TestCase("Strip(14)", 1, 1)]
    [TestCase("Truncate(30)", 1, 1)]
    [TestCase("Unstrip(64)", 1, 1)]
    public void RandomPackets_NeverBreakAnElement(string element, int inputs, int outputs) =>
        PacketFuzz.Run(element, inputs, outputs);
}
