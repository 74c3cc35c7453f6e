using Xia.Router.Graph;

namespace Xia.Router.Elements.Standard;

/// <summary>The element classes of the standard family: passing, marking, choosing.</summary>
internal static class StandardElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("Null", () => new Null())
        .Add("Tee", () => new Tee())
        .Add("Paint", () => new Paint())
        .Add("CheckPaint", () => new CheckPaint())
        .Add("PaintSwitch", () => new PaintSwitch())
        .Add("Strip", () => new Strip())
        .Add("Unstrip", () => new Unstrip())
        .Add("Switch", () => new Switch())
        .Add("StaticSwitch", () => new StaticSwitch())
        .Add("Print", () => new Print())
        .Add("Classifier", () => new Classifier())
        .Add("Counter", () => new Counter());
}
