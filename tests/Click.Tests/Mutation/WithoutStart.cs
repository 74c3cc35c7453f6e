using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Click.Tests.Mutation;

/// <summary>An element that is configured but not started, for one that acts at the start.</summary>
internal sealed class WithoutStart(Element original) : StandIn(original)
{
    public override string? Initialize() => null;

    public override void Push(int port, Packet packet) => PushOrKill(0, packet);

    public override Packet? Pull(int port) => InputCount > 0 ? Input(0).Pull() : null;
}
