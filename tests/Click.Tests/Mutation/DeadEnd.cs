using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Click.Tests.Mutation;

/// <summary>What an element is connected to whose packets nobody shall see: kills them and gives none.</summary>
internal sealed class DeadEnd : Element
{
    public override string ClassName => "DeadEnd";

    public override string PortCounts => "-/-";

    public override void Push(int port, Packet packet) => packet.Kill();

    public override Packet? Pull(int port) => null;
}
