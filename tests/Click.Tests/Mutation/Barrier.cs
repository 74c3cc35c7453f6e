using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Click.Tests.Mutation;

/// <summary>An element that lets nothing through: kills what is pushed, pulls nothing, gives nothing.</summary>
internal sealed class Barrier(Element original) : StandIn(original)
{
    public override string? Initialize()
    {
        string? error = base.Initialize();
        CutOff();
        return error;
    }

    public override void Push(int port, Packet packet) => packet.Kill();

    public override Packet? Pull(int port) => null;
}
