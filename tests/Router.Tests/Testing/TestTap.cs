using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Testing;

/// <summary>Passes packets on and lets a test act on each before.</summary>
internal sealed class TestTap : SimpleElement
{
    public override string ClassName => "TestTap";

    public Action<Packet>? OnPacket { get; set; }

    protected override Packet? Process(Packet packet)
    {
        OnPacket?.Invoke(packet);
        return packet;
    }
}
