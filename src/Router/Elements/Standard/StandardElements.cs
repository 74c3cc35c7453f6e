using Xia.Router.Graph;

namespace Xia.Router.Elements.Standard;

/// <summary>The element classes of the standard family: passing, marking, choosing, changing bytes.</summary>
internal static class StandardElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("CheckLength", () => new CheckLength())
        .Add("CheckPaint", () => new CheckPaint())
        .Add("Classifier", () => new Classifier())
        .Add("Counter", () => new Counter())
        .Add("HashSwitch", () => new HashSwitch())
        .Add("Hub", () => new Hub())
        .Add("Null", () => new Null())
        .Add("Pad", () => new Pad())
        .Add("Paint", () => new Paint())
        .Add("PaintSwitch", () => new PaintSwitch())
        .Add("PaintTee", () => new PaintTee())
        .Add("PullNull", () => new PullNull())
        .Add("PullTee", () => new PullTee())
        .Add("PushNull", () => new PushNull())
        .Add("RandomSwitch", () => new RandomSwitch())
        .Add("Resize", () => new Resize())
        .Add("RoundRobinSwitch", () => new RoundRobinSwitch())
        .Add("StaticPullSwitch", () => new StaticPullSwitch())
        .Add("StaticSwitch", () => new StaticSwitch())
        .Add("Strip", () => new Strip())
        .Add("Switch", () => new Switch())
        .Add("Tee", () => new Tee())
        .Add("Truncate", () => new Truncate())
        .Add("Unstrip", () => new Unstrip());
}
