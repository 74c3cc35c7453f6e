namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Two IPv4 addresses whose order does not matter.</summary>
/// <param name="Low">The lower one.</param>
/// <param name="High">The higher one, or the same.</param>
internal readonly record struct HostPair(uint Low, uint High)
{
    /// <summary>The pair of two addresses.</summary>
    public static HostPair Of(uint one, uint other) => new(Math.Min(one, other), Math.Max(one, other));
}
