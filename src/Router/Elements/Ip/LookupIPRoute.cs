using System.Globalization;
using System.Text;
using Xia.Internet.Routing;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Sends IPv4 packets to the output of the longest prefix of their destination annotation.</summary>
/// <syntax>LookupIPRoute(PREFIX [GATEWAY] OUTPUT, …[, keyword MISS -1])</syntax>
/// <remarks>
/// A GATEWAY other than 0.0.0.0 becomes the destination annotation; <c>-</c> stands for none. A packet
/// without a route leaves at output MISS, or is dropped when that is -1; both are counted. The last of equal
/// prefixes holds. RadixIPLookup has Click's handlers and messages.
/// </remarks>
/// <handler name="table" access="r">Prefix, gateway or -, and output per line.</handler>
/// <handler name="misses" access="r">Packets without a route.</handler>
/// <handler name="add" access="w">Adds "PREFIX [GATEWAY] OUTPUT", unless the prefix has a route.</handler>
/// <handler name="set" access="w">The same, but replaces.</handler>
/// <handler name="remove" access="w">Removes "PREFIX".</handler>
/// <handler name="flush" access="w">Removes all routes.</handler>
public sealed class LookupIPRoute : Element
{
    private readonly RouteTable _routes = new();
    private int _missOutput = -1;
    private long _misses;

    /// <inheritdoc/>
    public override string ClassName => "LookupIPRoute";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _missOutput = arguments.Keyword("MISS", ArgumentTypes.Int32(-1, OutputCount - 1), -1);
        foreach (string route in arguments.Rest())
        {
            if (Set(route, mayReplace: true) is { } error)
            {
                arguments.Error(error);
            }
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("table", Table);
        handlers.Read("misses", () => $"{_misses}\n");
        handlers.Write("add", text => Set(text, mayReplace: false));
        handlers.Write("set", text => Set(text, mayReplace: true));
        handlers.Write("remove", Remove);
        handlers.Write("flush", _ =>
        {
            _routes.Clear();
            return null;
        });
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        ref PacketAnnotations annotations = ref packet.Annotations;
        if (_routes.TryLookup(new IpAddress(annotations.DestinationIp), out Route route))
        {
            if (route.Gateway != IpAddress.Any)
            {
                annotations.DestinationIp = route.Gateway.Value;
            }

            Output(route.Port).Push(packet);
            return;
        }

        _misses++;
        PushOrKill(_missOutput, packet);
    }

    private string? Set(string text, bool mayReplace)
    {
        List<string> words = ArgumentText.Words(text);
        IpAddress gateway = IpAddress.Any;
        bool hasGateway = words.Count == 3;
        if (words.Count is not (2 or 3)
            || !ArgumentTypes.Prefix(words[0], out IpPrefix prefix, out _)
            || (hasGateway && words[1] != "-" && !IpAddress.TryParse(words[1], out gateway))
            || !int.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int port))
        {
            return $"'{text}' should be 'ADDR/MASK [GATEWAY] OUTPUT'";
        }

        if (port >= OutputCount)
        {
            return $"port number in '{text}' out of range";
        }

        var route = new Route(gateway, port);
        bool added = mayReplace ? _routes.TrySet(prefix, route) : _routes.TryAdd(prefix, route);
        return added ? null : $"conflict with existing route to '{prefix}'";
    }

    private string? Remove(string text)
    {
        List<string> words = ArgumentText.Words(text);
        return words.Count == 0 || !ArgumentTypes.Prefix(words[0], out IpPrefix prefix, out _)
            ? "expected 'ADDR/MASK'"
            : _routes.TryRemove(prefix, out _) ? null : $"route '{prefix}' not found";
    }

    private string Table()
    {
        var text = new StringBuilder();
        foreach ((IpPrefix prefix, Route route) in _routes.Routes)
        {
            text.Append(prefix).Append('\t')
                .Append(route.Gateway == IpAddress.Any ? "-" : route.Gateway.ToString())
                .Append('\t').Append(route.Port).Append('\n');
        }

        return text.ToString();
    }
}
