using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Puts the marked network header back before the packet.</summary>
/// <syntax>UnstripIPHeader</syntax>
/// <remarks>A packet whose header is still there, or is not marked, passes as it is.</remarks>
public sealed class UnstripIPHeader : SimpleElement
{
    /// <inheritdoc/>
    public override string ClassName => "UnstripIPHeader";

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.NetworkOffset < 0)
        {
            HeaderEdge.MoveTo(packet, packet.NetworkOffset);
        }

        return packet;
    }
}
