namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>Which port or address of a range a new flow gets.</summary>
internal enum AllocationOrder
{
    /// <summary>
    /// The port that the packet has, if it is in the range and free, else a random one; of addresses, a
    /// random one.
    /// </summary>
    SameFirst,

    /// <summary>A random one (<c>?</c>).</summary>
    Random,

    /// <summary>The one behind the last that was given (<c>#</c>).</summary>
    Sequential,
}
