using Xia.Router.Graph;

namespace Xia.Router.Elements.Sources;

/// <summary>The element classes of where packets begin and end.</summary>
internal static class SourcesElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("Discard", () => new Discard())
        .Add("DiscardNoFree", () => new DiscardNoFree())
        .Add("Error", () => new Error())
        .Add("Idle", () => new Idle())
        .Add("InfiniteSource", () => new InfiniteSource())
        .Add("RandomSource", () => new RandomSource())
        .Add("RatedSource", () => new RatedSource())
        .Add("TimedSink", () => new TimedSink())
        .Add("TimedSource", () => new TimedSource());
}
