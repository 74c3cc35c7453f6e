using Xia.Router.Graph;

namespace Xia.Router.Elements.Aqm;

/// <summary>The element classes of active queue management.</summary>
internal static class AqmElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("AdaptiveRED", () => new AdaptiveRED())
        .Add("CoDel", () => new CoDel())
        .Add("PI", () => new PI())
        .Add("RED", () => new RED());
}
