using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Click.Tests.Mutation;

/// <summary>An element to which no arguments come, for one that does no more than they say.</summary>
internal sealed class WithoutArguments(Element original) : StandIn(original)
{
    public override void Configure(ArgumentReader arguments)
    {
        arguments.Rest();
        base.Configure(new ArgumentReader([]));
    }

    public override void Push(int port, Packet packet) => Original.Push(port, packet);

    public override Packet? Pull(int port) => Original.Pull(port);
}
