using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Drops packets that came in a link broadcast or multicast (RFC 1812, 5.3.4).</summary>
/// <remarks>DropBroadcasts — one input, one output, agnostic. Handler: <c>drops</c> (r).</remarks>
public sealed class DropBroadcasts : SimpleElement
{
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "DropBroadcasts";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}\n");

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.Annotations.Kind is PacketKind.Broadcast or PacketKind.Multicast)
        {
            _drops++;
            packet.Kill();
            return null;
        }

        return packet;
    }
}
