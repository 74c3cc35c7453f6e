namespace Xia.Router.Elements.Analysis.Rates;

/// <summary>The rates of a block of addresses, and of the blocks inside it once it is busy.</summary>
internal sealed class RateNode
{
    /// <summary>How many blocks may lie inside one.</summary>
    public const int ChildCount = 256;

    /// <summary>Its inner blocks by their next byte; null while it is not split.</summary>
    public RateNode?[]? Children { get; set; }

    /// <summary>Until when it may not be split.</summary>
    public long WholeUntilTick { get; set; } = long.MinValue;

    /// <summary>What came from it.</summary>
    public RateAverage Forward;

    /// <summary>What went to it.</summary>
    public RateAverage Reverse;
}
