using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Testing;

/// <summary>Kills packets and stops the graph when it got so many; any thread may push.</summary>
internal sealed class StopAfter : Element
{
    private long _limit;
    private long _count;

    public override string ClassName => "StopAfter";

    public override string PortCounts => "1-/0";

    public override string Processing => "h/";

    public override void Configure(ArgumentReader arguments) =>
        _limit = arguments.Mandatory("LIMIT", ArgumentTypes.Int64(1));

    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Read("count", () => $"{Interlocked.Read(ref _count)}");

    public override void Push(int port, Packet packet)
    {
        packet.Kill();
        if (Interlocked.Increment(ref _count) == _limit)
        {
            Router.RequestStop();
        }
    }
}
