using Xia.Router.Graph;

namespace Xia.Router.Elements.Shaping;

/// <summary>The element classes of rates, delays and bandwidths.</summary>
internal static class ShapingElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("BandwidthMeter", () => new BandwidthMeter())
        .Add("BandwidthRatedSplitter", () => new BandwidthRatedSplitter())
        .Add("BandwidthRatedUnqueue", () => new BandwidthRatedUnqueue())
        .Add("BandwidthShaper", () => new BandwidthShaper())
        .Add("Block", () => new Block())
        .Add("Burster", () => new Burster())
        .Add("LinkUnqueue", () => new LinkUnqueue())
        .Add("Meter", () => new Meter())
        .Add("RatedSplitter", () => new RatedSplitter())
        .Add("RatedUnqueue", () => new RatedUnqueue())
        .Add("Shaper", () => new Shaper())
        .Add("TimedUnqueue", () => new TimedUnqueue())
        .Add("CompareBlock", () => new CompareBlock());
}
