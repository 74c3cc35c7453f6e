using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Click.Tests.Mutation;

/// <summary>Stands for a class whose body is gone: takes any arguments, passes packets on, has no handlers.</summary>
internal sealed class PassThrough(Element original) : Element
{
    public override string ClassName => original.ClassName;

    public override string PortCounts => original.PortCounts;

    public override string Processing => original.Processing;

    public override string FlowCode => original.FlowCode;

    public override void Configure(ArgumentReader arguments) => arguments.Rest();

    public override void Push(int port, Packet packet)
    {
        if (OutputCount == 0 || !Output(0).IsPush)
        {
            packet.Kill();
        }
        else
        {
            PushOrKill(0, packet);
        }
    }

    public override Packet? Pull(int port) => InputCount > 0 && Input(0).IsPull ? Input(0).Pull() : null;
}
