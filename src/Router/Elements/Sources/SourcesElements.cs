using Xia.Router.Graph;

namespace Xia.Router.Elements.Sources;

/// <summary>The element classes of where packets begin and end.</summary>
internal static class SourcesElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("Idle", () => new Idle())
        .Add("Discard", () => new Discard())
        .Add("DiscardNoFree", () => new DiscardNoFree())
        .Add("InfiniteSource", () => new InfiniteSource())
        .Add("RatedSource", () => new RatedSource());
}
