using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Moves an XIP packet on along the edge that was chosen: the node behind it is this one.</summary>
/// <syntax>XIANextHop</syntax>
/// <remarks>
/// The edge is marked as chosen and its target becomes the node visited last. A packet without such an edge
/// is dropped. Data starts at the XIP header.
/// </remarks>
/// <handler name="drops" access="r">Packets that had no such edge.</handler>
public sealed class XIANextHop : SimpleElement
{
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "XIANextHop";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}\n");

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (XipPath.TryAdvance(packet.WritableData(), packet.Annotations.PathIndex))
        {
            return packet;
        }

        _drops++;
        packet.Kill();
        return null;
    }
}
