using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Shows which elements stand around it.</summary>
/// <syntax>NeighborhoodTest</syntax>
/// <remarks>
/// Discards packets. Its handlers take the greatest distance in connections, 1 where none is given, and name
/// the elements whose packets may come here or that its packets may reach, nearest first, a line each.
/// </remarks>
/// <handler name="upstream" access="r+">
/// Elements before any input; <c>upstreamN</c>: before input N.
/// </handler>
/// <handler name="downstream" access="r+">
/// Elements behind any output; <c>downstreamN</c>: behind output N.
/// </handler>
public sealed class NeighborhoodTest : Element
{
    /// <inheritdoc/>
    public override string ClassName => "NeighborhoodTest";

    /// <inheritdoc/>
    public override string PortCounts => "-/-";

    /// <inheritdoc/>
    public override string FlowCode => "x/y";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        Add(handlers, "upstream", InputCount, upstream: true);
        Add(handlers, "downstream", OutputCount, upstream: false);
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => packet.Kill();

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (InputCount > 0)
        {
            Input(0).Pull()?.Kill();
        }

        return null;
    }

    private void Add(HandlerTable handlers, string name, int portCount, bool upstream)
    {
        handlers.ReadWith(name, text => Read(text, Enumerable.Range(0, portCount), upstream));
        for (int port = 0; port < portCount; port++)
        {
            int at = port;
            handlers.ReadWith($"{name}{port}", text => Read(text, [at], upstream));
        }
    }

    private string Read(string text, IEnumerable<int> ports, bool upstream)
    {
        int distance = 1;
        if (text.Trim() is { Length: > 0 } number
            && !ArgumentTypes.Int32()(number, out distance, out _))
        {
            throw new HandlerException("syntax error");
        }

        return string.Concat(
            Router.Links.Neighbors(this, ports, upstream, distance).Select(element => element.Name + "\n"));
    }
}
