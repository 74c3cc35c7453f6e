using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Makes the packet start at its marked network header.</summary>
/// <syntax>StripToNetworkHeader</syntax>
/// <remarks>A packet without the mark passes as it is.</remarks>
public sealed class StripToNetworkHeader : SimpleElement
{
    /// <inheritdoc/>
    public override string ClassName => "StripToNetworkHeader";

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.HasNetworkHeader)
        {
            HeaderEdge.MoveTo(packet, packet.NetworkOffset);
        }

        return packet;
    }
}
