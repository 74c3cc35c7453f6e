using Xia.Router.Elements.Standard.Checksums;
using Xia.Router.Elements.Standard.Classifying;
using Xia.Router.Graph;

namespace Xia.Router.Elements.Standard;

/// <summary>The element classes of the standard family: passing, marking, choosing, changing bytes.</summary>
internal static class StandardElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("Align", () => new Align())
        .Add("CheckLength", () => new CheckLength())
        .Add("CheckPaint", () => new CheckPaint())
        .Add("Classifier", () => new Classifier())
        .Add("Clipboard", () => new Clipboard())
        .Add("Counter", () => new Counter())
        .Add("HashSwitch", () => new HashSwitch())
        .Add("Hub", () => new Hub())
        .Add("MarkMACHeader", () => new MarkMACHeader())
        .Add("Null", () => new Null())
        .Add("Pad", () => new Pad())
        .Add("Paint", () => new Paint())
        .Add("PaintSwitch", () => new PaintSwitch())
        .Add("PaintTee", () => new PaintTee())
        .Add("PullNull", () => new PullNull())
        .Add("PullTee", () => new PullTee())
        .Add("PushNull", () => new PushNull())
        .Add("RandomBitErrors", () => new RandomBitErrors())
        .Add("RandomSample", () => new RandomSample())
        .Add("RandomSwitch", () => new RandomSwitch())
        .Add("Resize", () => new Resize())
        .Add("RoundRobinSwitch", () => new RoundRobinSwitch())
        .Add("SetAnnoByte", () => new SetAnnoByte())
        .Add("SetPacketType", () => new SetPacketType())
        .Add("StaticSwitch", () => new StaticSwitch())
        .Add("StoreData", () => new StoreData())
        .Add("Strip", () => new Strip())
        .Add("Suppressor", () => new Suppressor())
        .Add("Switch", () => new Switch())
        .Add("Tee", () => new Tee())
        .Add("Truncate", () => new Truncate())
        .Add("Unstrip", () => new Unstrip())
        .Add("CheckCRC32", () => new CheckCRC32())
        .Add("SetCRC32", () => new SetCRC32());
}
