using Xia.Internet.Routing;
using Xia.Internet.Wire;
using Xia.Router.Language;

namespace Xia.Router.Elements.Ip.Routes;

/// <summary>As LinearIPLookup, its table sorted; deprecated, use RadixIPLookup.</summary>
/// <syntax>SortedIPLookup(ADDR/MASK [GATEWAY] OUTPUT, …)</syntax>
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
public sealed class SortedIPLookup : IPRouteTable
{
    /// <summary>An empty table.</summary>
    public SortedIPLookup()
        : base(new RouteTrie())
    {
    }

    /// <inheritdoc/>
    public override string ClassName => "SortedIPLookup";

    private protected override bool HasFlush => false;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        arguments.Warning(
            "warning: SortedIPLookup is deprecated; use LinearIPLookup or RadixIPLookup instead");
        base.Configure(arguments);
    }

    private protected override IEnumerable<(IpPrefix Prefix, Route Route)> Ordered(
        IEnumerable<(IpPrefix Prefix, Route Route)> routes) =>
        routes.OrderByDescending(route => route.Prefix.LengthBits);
}
