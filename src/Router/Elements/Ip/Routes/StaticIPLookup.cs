using Xia.Internet.Routing;

namespace Xia.Router.Elements.Ip.Routes;

/// <summary>As RadixIPLookup, but the routes stay as they are configured.</summary>
/// <syntax>StaticIPLookup(ADDR/MASK [GATEWAY] OUTPUT, …)</syntax>
/// <remarks>
/// A packet goes to the OUTPUT of the longest prefix that contains its destination annotation, and a GATEWAY
/// becomes the destination annotation; <c>-</c> stands for none. Without a route it is dropped; five of these
/// are told. Of routes to the same prefix the first one holds.
/// </remarks>
/// <handler name="table" access="r">The routes.</handler>
/// <handler name="lookup" access="r+">Output and gateway of an address; -1 without a route.</handler>
public sealed class StaticIPLookup : IPRouteTable
{
    /// <summary>An empty table.</summary>
    public StaticIPLookup()
        : base(new RouteTrie())
    {
    }

    /// <inheritdoc/>
    public override string ClassName => "StaticIPLookup";

    private protected override bool IsChangeable => false;

    private protected override bool HasFlush => false;
}
