namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>How much elements remember that keep something per aggregate.</summary>
internal static class AggregateBounds
{
    /// <summary>The most aggregates, flows or pairs of hosts.</summary>
    public const int MaximumCount = 1 << 24;

    /// <summary>The most flows between two hosts.</summary>
    public const int MaximumFlowsPerPair = 1 << 16;

    /// <summary>The most fragments that wait for the ports of their packets.</summary>
    public const int MaximumFragments = 1 << 16;
}
