using System.Runtime.CompilerServices;
using System.Text;
using Xia.Internet.Routing;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip.Routes;

/// <summary>What the elements that look up IPv4 routes have in common.</summary>
/// <remarks>
/// A packet goes to the output of the longest prefix that contains its destination annotation; a gateway
/// becomes the destination annotation. A packet without a route is dropped; the first five are told on the
/// console. Of routes to the same prefix in the configuration the first one holds.
/// </remarks>
public abstract class IPRouteTable : SwitchElement
{
    private const int ToldMisses = 5;

    // A table of so many routes fits into the nearest caches.
    private const int CachedRoutes = 64;
    private const string Expected = "expected 'ADDR/MASK [GATEWAY] OUTPUT'";
    private const string ExpectedForRemoval = "expected 'ADDR/MASK [GATEWAY OUTPUT]'";

    private readonly RouteList _routes;
    private int _misses;

    private protected IPRouteTable(IRouteLookup lookup) => _routes = new RouteList(lookup);

    /// <summary>Whether routes may change while the graph runs.</summary>
    private protected virtual bool IsChangeable => true;

    /// <summary>Whether all routes can be removed by one handler.</summary>
    private protected virtual bool HasFlush => true;

    /// <summary>Whether there is a route to a host.</summary>
    public bool HasRoute(IpAddress address) => _routes.TryLookup(address.Value, out _);

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IReadOnlyList<string> texts = arguments.Rest();
        int replaced = 0;
        for (int index = 0; index < texts.Count; index++)
        {
            if (!RouteCommand.TryParse(texts[index], this, isRemoval: false, out RouteCommand route))
            {
                arguments.Error($"argument {index + 1} should be 'ADDR/MASK [GATEWAY] OUTPUT'");
            }
            else if (route.Output < 0 || route.Output >= OutputCount)
            {
                arguments.Error($"argument {index + 1} bad OUTPUT");
            }
            else if (_routes.TryFind(route.Prefix, out _))
            {
                replaced++;
            }
            else
            {
                _routes.Set(route.Prefix, route.Route);
            }
        }

        if (replaced > 0)
        {
            string routes = replaced > 1 ? "routes" : "route";
            arguments.Warning($"warning: {replaced} {routes} replaced by later versions");
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        if (IsChangeable)
        {
            handlers.Write("add", text => Apply(RouteChange.Add, text, null));
            handlers.Write("set", text => Apply(RouteChange.Set, text, null));
            handlers.Write("remove", text => Apply(RouteChange.Remove, text, null));
            handlers.Write("ctrl", ApplyAll);
        }

        handlers.Read("table", Table, HandlerFlags.Expensive);
        handlers.ReadWith("lookup", Lookup);
        if (HasFlush)
        {
            handlers.Write("flush", _ => Flush(), HandlerFlags.Button);
        }
    }

    /// <inheritdoc/>
    public sealed override void PushBatch(int port, PacketBatch batch)
    {
        if (_routes.Count > CachedRoutes)
        {
            // The lookups of a batch touch unrelated memory; all is asked for before the first of them waits.
            for (Packet? packet = batch.First; packet is not null; packet = packet.Next)
            {
                _routes.Prefetch(packet.Annotations.DestinationIp);
            }
        }

        PushRuns(new Choice(this), batch);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected sealed override int Choose(Packet packet)
    {
        uint destination = packet.Annotations.DestinationIp;
        if (!_routes.TryLookup(destination, out Route route))
        {
            return Miss(destination);
        }

        if (route.Gateway.Value != 0)
        {
            packet.Annotations.DestinationIp = route.Gateway.Value;
        }

        return route.Port;
    }

    /// <summary>The routes in the order of the handler <c>table</c>.</summary>
    private protected virtual IEnumerable<(IpPrefix Prefix, Route Route)> Ordered(
        IEnumerable<(IpPrefix Prefix, Route Route)> routes) => routes;

    private int Miss(uint destination)
    {
        if (_misses < ToldMisses)
        {
            _misses++;
            Environment.Console?.WriteMessage($"IPRouteTable: no route for {new IpAddress(destination)}");
        }

        return -1;
    }

    private string? Flush()
    {
        _routes.Clear();
        return null;
    }

    private string Lookup(string text)
    {
        if (!ArgumentTypes.IpAddress(this)(text.Trim(), out IpAddress address, out _))
        {
            throw new HandlerException("expected IP address");
        }

        if (!_routes.TryLookup(address.Value, out Route route))
        {
            return "-1";
        }

        return route.Gateway == IpAddress.Any ? $"{route.Port}" : $"{route.Port} {route.Gateway}";
    }

    // Columns are at tabs, so that most tables are aligned on a screen.
    private string Table()
    {
        var text = new StringBuilder();
        foreach ((IpPrefix prefix, Route route) in Ordered(_routes.All))
        {
            string network = prefix.ToString();
            string gateway = route.Gateway == IpAddress.Any ? "-" : route.Gateway.ToString();
            text.Append(network).Append(network.Length < 16 ? "\t\t" : "\t")
                .Append(gateway).Append(gateway.Length < 8 ? "\t\t" : "\t")
                .Append(route.Port).Append('\n');
        }

        return text.ToString();
    }

    // All lines or none: when one is refused, those before it are taken back.
    private string? ApplyAll(string text)
    {
        string commands = text.Contains("//", StringComparison.Ordinal)
            || text.Contains("/*", StringComparison.Ordinal) ? ArgumentText.Uncomment(text) : text;
        var undo = new Stack<(IpPrefix Prefix, Route? Before)>();
        foreach (ReadOnlySpan<char> line in commands.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> rest = line.Trim();
            if (rest.IsEmpty)
            {
                continue;
            }

            int end = rest.IndexOfAny(' ', '\t');
            ReadOnlySpan<char> word = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[end..];
            RouteChange? change = word switch
            {
                "add" => RouteChange.Add,
                "set" => RouteChange.Set,
                "remove" => RouteChange.Remove,
                _ => null,
            };
            string? error = change is { } known
                ? Apply(known, rest, undo)
                : $"bad command '{word}'";
            if (error is not null)
            {
                TakeBack(undo);
                return error;
            }
        }

        return null;
    }

    private void TakeBack(Stack<(IpPrefix Prefix, Route? Before)> undo)
    {
        while (undo.TryPop(out (IpPrefix Prefix, Route? Before) step))
        {
            if (step.Before is { } before)
            {
                _routes.Set(step.Prefix, before);
            }
            else
            {
                _routes.TryRemove(step.Prefix);
            }
        }
    }

    private string? Apply(
        RouteChange change, ReadOnlySpan<char> text, Stack<(IpPrefix Prefix, Route? Before)>? undo)
    {
        bool isRemoval = change == RouteChange.Remove;
        if (!RouteCommand.TryParse(text, this, isRemoval, out RouteCommand command))
        {
            return isRemoval ? ExpectedForRemoval : Expected;
        }

        if (command.Output < (isRemoval ? RouteCommand.NoOutput : 0) || command.Output >= OutputCount)
        {
            return "bad OUTPUT";
        }

        bool exists = _routes.TryFind(command.Prefix, out Route before);
        if (isRemoval)
        {
            bool isMeant = exists && (command.Output == RouteCommand.NoOutput || command.Route == before);
            if (!isMeant)
            {
                return $"route '{command}' not found";
            }

            _routes.TryRemove(command.Prefix);
        }
        else if (exists && change == RouteChange.Add)
        {
            var existing = new RouteCommand(command.Prefix, before.Gateway, before.Port);
            return $"conflict with existing route '{existing}'";
        }
        else
        {
            _routes.Set(command.Prefix, command.Route);
        }

        undo?.Push((command.Prefix, exists ? before : null));
        return null;
    }

    private readonly struct Choice(IPRouteTable table) : IPacketChoice
    {
        public int Choose(Packet packet) => table.Choose(packet);
    }
}
