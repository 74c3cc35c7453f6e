using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Takes everything before the marked transport header off the packet.</summary>
/// <syntax>StripIPHeader</syntax>
/// <remarks>A packet without the mark passes as it is. UnstripIPHeader puts the header back.</remarks>
public sealed class StripIPHeader : SimpleElement
{
    /// <inheritdoc/>
    public override string ClassName => "StripIPHeader";

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.HasTransportHeader)
        {
            HeaderEdge.MoveTo(packet, packet.TransportOffset);
        }

        return packet;
    }
}
