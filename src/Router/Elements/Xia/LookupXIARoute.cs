using System.Text;
using Xia.Overlay.Forwarding;
using Xia.Overlay.Identifiers;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>
/// Finds the way of XIP packets: DAG edges in order of priority, one exact-match table per principal type.
/// </summary>
/// <syntax>LookupXIARoute(ROUTE, …, keywords CAPACITY 1048576)</syntax>
/// <remarks>
/// A ROUTE is <c>TYPE:XID PORT [NEXTHOP]</c>; <c>TYPE:-</c> sets what holds for all other identifiers of the
/// type (else <c>fallback</c>); a type without any route is passed over. PORT is an output from 1, or
/// <c>local</c>, <c>unreachable</c> (final), <c>fallback</c> (next edge) or <c>local-below-host</c> (local if
/// a HID of this node was just reached: services at a host). Without NEXTHOP the target is itself the
/// neighbour. Input 0: packets on their way, whose hop limit counts; input 1: this node's own packets. Data
/// starts at the XIP header, checked. Outputs: 0 delivered here; 1 … n ports, with the next-hop annotation;
/// the last but one unreachable, the last out of hops. Malformed packets are dropped and counted. Method: Han
/// et al., "XIA: efficient support for evolvable internetworking", NSDI 2012, section 3.
/// </remarks>
/// <handler name="add" access="w"><c>TYPE:XID PORT [NEXTHOP]</c>; refuses a route that exists.</handler>
/// <handler name="set" access="w">The same, in place of an earlier route.</handler>
/// <handler name="remove" access="w"><c>TYPE:XID</c>: forgets its route.</handler>
/// <handler name="table" access="r">A route per line.</handler>
/// <handler name="local" access="r">Packets delivered here.</handler>
/// <handler name="forwarded" access="r">Packets sent on.</handler>
/// <handler name="unreachable" access="r">Packets without a way.</handler>
/// <handler name="hop_limit" access="r">Packets out of hops.</handler>
/// <handler name="malformed" access="r">Packets dropped as malformed.</handler>
public sealed class LookupXIARoute : SwitchElement
{
    private const int ErrorOutputs = 2;

    private readonly ReasonCounts<ForwardingVerdict> _verdicts = new();
    private XidRoutes _routes = new(0);
    private DagForwarder _forwarder = null!;

    /// <inheritdoc/>
    public override string ClassName => "LookupXIARoute";

    /// <inheritdoc/>
    public override string PortCounts => "1-2/3-";

    /// <summary>The tables, for elements that learn routes.</summary>
    public XidRoutes Routes => _routes;

    private int HighestPort => OutputCount - ErrorOutputs - 1;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        int capacity = arguments.Keyword(
            "CAPACITY", ArgumentTypes.Int32(1, 1 << 28), XidRouteTable.DefaultCapacity);
        _routes = new XidRoutes(Environment.Randomness.Stream($"{Name}/routes").NextUInt64(), capacity);
        _forwarder = new DagForwarder(_routes);
        foreach (string text in arguments.Rest())
        {
            if (Set(text, isReplacing: true) is { } error)
            {
                arguments.Error(error);
            }
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Write("add", text => Set(text, isReplacing: false));
        handlers.Write("set", text => Set(text, isReplacing: true));
        handlers.Write("remove", Remove);
        handlers.Read("table", Table);
        handlers.Read("local", () => $"{_verdicts[ForwardingVerdict.Deliver]}\n");
        handlers.Read("forwarded", () => $"{_verdicts[ForwardingVerdict.Forward]}\n");
        handlers.Read("unreachable", () => $"{_verdicts[ForwardingVerdict.Unreachable]}\n");
        handlers.Read("hop_limit", () => $"{_verdicts[ForwardingVerdict.HopLimit]}\n");
        handlers.Read("malformed", () => $"{_verdicts[ForwardingVerdict.Malformed]}\n");
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) =>
        PushOrKill(Choose(packet, isOwn: port == 1), packet);

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) =>
        PushRuns(new Choice(this, port == 1), batch);

    /// <summary>A neighbour has proven that it is behind a port. What this node is itself stays so.</summary>
    /// <returns>Whether a route was added or changed.</returns>
    internal bool Learn(Xid neighbour, int port)
    {
        Route route = new(port);
        XidRouteTable? table = _routes.FindOrAdd(neighbour.Type);
        if (table is null || (table.TryGet(neighbour, out Route known) && (known.Port < 0 || known == route)))
        {
            return false;
        }

        return table.TrySet(neighbour, route);
    }

    internal bool HasPort(int port) => port >= 1 && port <= HighestPort;

    /// <inheritdoc/>
    protected override int Choose(Packet packet) => Choose(packet, isOwn: false);

    private int Choose(Packet packet, bool isOwn)
    {
        ForwardingDecision decision = _forwarder.Forward(packet.WritableData(), isOwn);
        _verdicts.Add(decision.Verdict);
        switch (decision.Verdict)
        {
            case ForwardingVerdict.Deliver:
                return 0;
            case ForwardingVerdict.Forward:
                packet.Annotations.NextHop = decision.NextHop;
                return decision.Port;
            case ForwardingVerdict.Unreachable:
                return OutputCount - 2;
            case ForwardingVerdict.HopLimit:
                return OutputCount - 1;
            default:
                return -1;
        }
    }

    private string? Set(string text, bool isReplacing)
    {
        if (XiaArguments.ReadRoute(text, out Xid key, out XidType type, out Route route) is { } error)
        {
            return error;
        }

        if (route.Port > HighestPort)
        {
            return $"'{text}': there are only {HighestPort} ports";
        }

        XidRouteTable? table = _routes.FindOrAdd(type);
        if (table is not null && key.IsNone)
        {
            table.Default = route;
            return null;
        }

        if (!isReplacing && table is not null && table.TryGet(key, out _))
        {
            return $"'{text}': there is a route already";
        }

        return table is not null && table.TrySet(key, route) ? null : $"'{text}': the table is full";
    }

    private string? Remove(string text)
    {
        if (XiaArguments.ReadKey(text.Trim(), out Xid key, out XidType type) is { } error)
        {
            return error;
        }

        if (key.IsNone && _routes.Find(type) is { } table)
        {
            table.Default = Route.Fallback;
            return null;
        }

        return _routes.Remove(key) ? null : $"'{text}': no such route";
    }

    private string Table()
    {
        StringBuilder text = new();
        foreach (XidRouteTable table in _routes.Tables)
        {
            string name = XidTypeNames.Of(table.Type).ToUpperInvariant();
            foreach ((Xid key, Route route) in table.ToSortedList())
            {
                Append(text, key.ToString(), route);
            }

            Append(text, $"{name}:-", table.Default);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string key, Route route) => text
        .Append(key).Append(' ').Append(RoutePort.ToText(route.Port))
        .Append(route.NextHop.IsNone ? "" : $" {route.NextHop}").Append('\n');

    private readonly struct Choice(LookupXIARoute element, bool isOwn) : IPacketChoice
    {
        public int Choose(Packet packet) => element.Choose(packet, isOwn);
    }
}
