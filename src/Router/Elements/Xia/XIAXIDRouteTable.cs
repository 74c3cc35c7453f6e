using System.Runtime.CompilerServices;
using System.Text;
using Xia.Overlay.Forwarding;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>
/// Looks the node up that <see cref="XIASelectPath"/> chose: exact match, a table for each type.
/// </summary>
/// <syntax>XIAXIDRouteTable(XID PORT, …, keyword CAPACITY 1048576)</syntax>
/// <remarks>
/// A route is <c>TYPE:XID PORT [NEXTHOP]</c>; <c>TYPE:-</c> sets what holds for other identifiers of a type,
/// <c>-</c> for all types (else <c>fallback</c>). PORT is a number, which becomes the packet's colour, or
/// <c>discard</c> −1, <c>local</c> −2, <c>broadcast</c> −4, <c>unreachable</c> −6, <c>fallback</c> −7.
/// Outputs: 0 packets with a port (a number or broadcast), their neighbour noted: NEXTHOP, or the node
/// itself; 1 this node; 2 no route: the next edge is to be tried; 3, where in use, unreachable, else these
/// are dropped. Data starts at the XIP header.
/// </remarks>
/// <handler name="add" access="w">Adds a route; fails where there is one.</handler>
/// <handler name="set" access="w">Adds or replaces a route.</handler>
/// <handler name="add4" access="w">As <c>add</c>.</handler>
/// <handler name="set4" access="w">As <c>set</c>.</handler>
/// <handler name="remove" access="w">Removes the route of <c>TYPE:XID</c>, or a default.</handler>
/// <handler name="load" access="w">Sets the routes of a file, one a line.</handler>
/// <handler name="generate" access="w"><c>TYPE COUNT PORT</c>: routes for that many made
/// identifiers.</handler>
/// <handler name="list" access="r">All routes.</handler>
/// <handler name="count" access="r">How many routes there are, defaults not counted.</handler>
/// <handler name="enabled" access="rw">False: every node is without a route.</handler>
/// <handler name="drops" access="r">Packets that were dropped here.</handler>
public sealed class XIAXIDRouteTable : SwitchElement
{
    // A colour is a signed byte.
    private const int HighestPort = sbyte.MaxValue;

    private const int PrefetchedPackets = 64;
    private const int LocalOutput = 1;
    private const int FallbackOutput = 2;
    private const int UnreachableOutput = 3;

    private XidRoutes _routes = new(0);
    private Route _default = Route.Fallback;
    private bool _isEnabled = true;
    private long _drops;
    private long _switches;

    /// <inheritdoc/>
    public override string ClassName => "XIAXIDRouteTable";

    /// <inheritdoc/>
    public override string PortCounts => "1/3-4";

    /// <summary>Rises with every change of what a lookup gives.</summary>
    internal long Version => _switches + _routes.Version;

    /// <summary>
    /// Asks the processor to load what a lookup of an identifier will read: first the tags, and some packets
    /// later the slot.
    /// </summary>
    internal void Prefetch(XidType type, ReadOnlySpan<byte> id, bool isSlot)
    {
        if (_routes.Find(type) is not { } table)
        {
            return;
        }

        ulong hash = table.HashOf(id);
        if (isSlot)
        {
            table.PrefetchSlot(hash);
        }
        else
        {
            table.PrefetchTags(hash);
        }
    }

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        int capacity = arguments.Keyword(
            "CAPACITY", ArgumentTypes.Int32(1, 1 << 28), XidRouteTable.DefaultCapacity);
        _routes = new XidRoutes(Environment.Randomness.Stream($"{Name}/routes").NextUInt64(), capacity);
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
        handlers.Write("add4", text => Set(text, isReplacing: false));
        handlers.Write("set", text => Set(text, isReplacing: true));
        handlers.Write("set4", text => Set(text, isReplacing: true));
        handlers.Write("remove", Remove);
        handlers.Write("load", Load);
        handlers.Write("generate", Generate);
        handlers.Read("list", List);
        handlers.Read("count", () => $"{_routes.Tables.Sum(table => table.Count)}\n");
        handlers.Read("drops", () => $"{_drops}\n");
        handlers.Read("enabled", () => _isEnabled ? "true\n" : "false\n");
        handlers.Write("enabled", text =>
        {
            if (!ArgumentTypes.Bool(text.Trim(), out bool isEnabled, out _))
            {
                return "syntax error";
            }

            _isEnabled = isEnabled;
            _switches++;
            return null;
        });
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void PushBatch(int port, PacketBatch batch)
    {
        Span<Target> targets = stackalloc Target[PrefetchedPackets];
        while (batch.Count > PrefetchedPackets)
        {
            PacketBatch part = batch.TakeFirst(PrefetchedPackets);
            Prefetch(part, targets);
            PushRuns(new Choice(this, targets), part);
        }

        Prefetch(batch, targets);
        PushRuns(new Choice(this, targets), batch);
    }

    /// <inheritdoc/>
    protected override int Choose(Packet packet) => Choose(packet, TargetOf(packet, out _));

    // The lookups of a batch touch unrelated memory; all of it is asked for before the first of them waits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Prefetch(PacketBatch batch, Span<Target> targets)
    {
        int count = 0;
        for (Packet? packet = batch.First; packet is not null; packet = packet.Next)
        {
            Target target = TargetOf(packet, out XidRouteTable? table);
            table?.PrefetchTags(target.Hash);
            targets[count++] = target;
        }

        foreach (ref readonly Target target in targets[..count])
        {
            if (target.Hash != 0)
            {
                _routes.Find(target.Type)!.PrefetchSlot(target.Hash);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Target TargetOf(Packet packet, out XidRouteTable? table)
    {
        ReadOnlySpan<byte> data = packet.Data;
        int row = XipPath.NextRow(data, packet.Annotations.PathIndex);
        if (row < 0)
        {
            table = null;
            return new Target(row, XidType.None, 0);
        }

        XidType type = XipPath.TypeAt(data, row);
        table = _routes.Find(type);
        return new Target(row, type, table?.HashOf(XipPath.IdAt(data, row)) ?? 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Choose(Packet packet, in Target target)
    {
        int row = target.Row;
        if (row < 0 || !_isEnabled)
        {
            return FallbackOutput;
        }

        ReadOnlySpan<byte> data = packet.Data;
        XidRouteTable? table = _routes.Find(target.Type);
        int neighbour = 0;
        int port = _default.Port;
        if (table is not null)
        {
            // The table may be younger than the target.
            ReadOnlySpan<byte> id = XipPath.IdAt(data, row);
            port = table.LookupPort(id, target.Hash != 0 ? target.Hash : table.HashOf(id), out neighbour);
        }

        if (port >= 0)
        {
            Xid nextHop = table is null ? _default.NextHop : table.NeighbourAt(neighbour);
            packet.Annotations.NextHop = nextHop.IsNone ? Xid.Read(data[row..]) : nextHop;
            packet.Annotations.Paint = (byte)port;
            return 0;
        }

        return port == RoutePort.Fallback ? FallbackOutput : ChooseSpecial(packet, port);
    }

    private int ChooseSpecial(Packet packet, int port)
    {
        switch (port)
        {
            case RoutePort.Local:
                return LocalOutput;
            case RoutePort.Broadcast:
                packet.Annotations.NextHop = Xid.Broadcast;
                packet.Annotations.Paint = unchecked((byte)RoutePort.Broadcast);
                return 0;
            case RoutePort.Unreachable when OutputCount > UnreachableOutput:
                return UnreachableOutput;
            default:
                _drops++;
                return -1;
        }
    }

    private string? Set(string text, bool isReplacing)
    {
        List<string> words = ArgumentText.Words(text);
        if (words.Count is < 2 or > 3 || !TryReadPort(words[1], out int port))
        {
            return $"'{text}': expected 'TYPE:XID PORT [NEXTHOP]'";
        }

        Xid nextHop = default;
        if (words.Count == 3 && !Xid.TryParse(words[2], out nextHop))
        {
            return $"'{text}': expected TYPE:XID, got '{words[2]}'";
        }

        Route route = new(port, nextHop);
        if (words[0] == "-")
        {
            SetDefault(route);
            return null;
        }

        if (XiaArguments.ReadKey(words[0], out Xid key, out XidType type) is { } error)
        {
            return error;
        }

        XidRouteTable? table = TableOf(type);
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

    private void SetDefault(Route route)
    {
        _default = route;
        _switches++;
        foreach (XidRouteTable table in _routes.Tables)
        {
            table.Default = route;
        }
    }

    private XidRouteTable? TableOf(XidType type)
    {
        XidRouteTable? table = _routes.Find(type);
        if (table is null && _routes.FindOrAdd(type) is { } made)
        {
            made.Default = _default;
            table = made;
        }

        return table;
    }

    private string? Remove(string text)
    {
        if (text.Trim() == "-")
        {
            SetDefault(Route.Fallback);
            return null;
        }

        if (XiaArguments.ReadKey(text.Trim(), out Xid key, out XidType type) is { } error)
        {
            return error;
        }

        if (key.IsNone && _routes.Find(type) is { } table)
        {
            table.Default = _default;
            return null;
        }

        return _routes.Remove(key) ? null : $"'{text}': no such route";
    }

    private string? Load(string text)
    {
        if (Environment.Files is not { } files)
        {
            return "this node has no files";
        }

        try
        {
            using StreamReader reader = new(files.OpenRead(text.Trim()), Encoding.Latin1);
            for (int number = 1; reader.ReadLine() is { } line; number++)
            {
                if (line.Trim() is { Length: > 0 } route && Set(route, isReplacing: true) is { } error)
                {
                    return $"line {number}: {error}";
                }
            }

            return null;
        }
        catch (IOException wrong)
        {
            return $"{text.Trim()}: {wrong.Message}";
        }
    }

    private string? Generate(string text)
    {
        List<string> words = ArgumentText.Words(text);
        if (words.Count != 3 || !XidTypeNames.TryParse(words[0], out XidType type)
            || !ArgumentTypes.UInt32()(words[1], out uint count, out _)
            || !TryReadPort(words[2], out int port))
        {
            return "expected 'TYPE COUNT PORT'";
        }

        for (uint number = 0; number < count; number++)
        {
            if (TableOf(type) is not { } table
                || !table.TrySet(XidSequence.At(type, number), new Route(port)))
            {
                return "the table is full";
            }
        }

        return null;
    }

    private string List()
    {
        StringBuilder text = new();
        foreach (XidRouteTable table in _routes.Tables)
        {
            foreach ((Xid key, Route route) in table.ToSortedList())
            {
                Append(text, key.ToString(), route);
            }

            Append(text, $"{XidTypeNames.Of(table.Type).ToUpperInvariant()}:-", table.Default);
        }

        Append(text, "-", _default);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string key, Route route) => text
        .Append(key).Append(' ').Append(RoutePort.ToText(route.Port))
        .Append(route.NextHop.IsNone ? "" : $" {route.NextHop}").Append('\n');

    private static bool TryReadPort(string text, out int port)
    {
        port = text switch
        {
            "discard" or "-1" => RoutePort.Discard,
            "-2" => RoutePort.Local,
            "broadcast" or "-4" => RoutePort.Broadcast,
            "-6" => RoutePort.Unreachable,
            "-7" => RoutePort.Fallback,
            _ => 0,
        };
        return port != 0
            || (RoutePort.TryParse(text, out port)
                && port is not RoutePort.LocalBelowHost and <= HighestPort);
    }

    // What is asked for a packet: the node's row, its type, and its hash, 0 where there was no table.
    private readonly record struct Target(int Row, XidType Type, ulong Hash);

    // Decides about packets in the order of their targets.
    private ref struct Choice(XIAXIDRouteTable element, ReadOnlySpan<Target> targets) : IPacketChoice
    {
        private readonly ReadOnlySpan<Target> _targets = targets;
        private int _at;

        public int Choose(Packet packet) => element.Choose(packet, in _targets[_at++]);
    }
}
