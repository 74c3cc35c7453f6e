using Xia.Internet.Routing;

namespace Xia.Router.Elements.Ip.Routes;

/// <summary>As RadixIPLookup; the name of Click's compact table.</summary>
/// <syntax>RangeIPLookup(ADDR/MASK [GATEWAY] OUTPUT, …)</syntax>
/// <remarks>
/// A packet goes to the OUTPUT of the longest prefix that contains its destination annotation, and a GATEWAY
/// becomes the destination annotation; <c>-</c> stands for none. Without a route it is dropped; five of these
/// are told. Of routes to the same prefix the first one holds.
/// </remarks>
/// <handler name="add" access="w">Adds "ADDR/MASK [GATEWAY] OUTPUT", unless the prefix has a route.</handler>
/// <handler name="set" access="w">The same, but replaces.</handler>
/// <handler name="remove" access="w">Removes "ADDR/MASK [GATEWAY OUTPUT]".</handler>
/// <handler name="ctrl" access="w">Lines of add, set, remove and a route; all are done, or none.</handler>
/// <handler name="table" access="r">The routes.</handler>
/// <handler name="lookup" access="r+">Output and gateway of an address; -1 without a route.</handler>
/// <handler name="flush" access="w">Removes all routes.</handler>
public sealed class RangeIPLookup : IPRouteTable
{
    /// <summary>An empty table.</summary>
    public RangeIPLookup()
        : base(new RouteTrie())
    {
    }

    /// <inheritdoc/>
    public override string ClassName => "RangeIPLookup";
}
