using System.Runtime.CompilerServices;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Drops packets that came in a link broadcast or multicast (RFC 1812, 5.3.4).</summary>
/// <syntax>DropBroadcasts</syntax>
/// <remarks>Looks at how the link layer addressed the frame; the first one dropped is told.</remarks>
/// <handler name="drops" access="r">Packets dropped.</handler>
public sealed class DropBroadcasts : SimpleElement
{
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "DropBroadcasts";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}");

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushEach(new OwnWork(this), batch);

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) =>
        PullEach(new OwnWork(this), maximumCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Process(Packet packet)
    {
        if (packet.Annotations.Kind is PacketKind.Broadcast or PacketKind.Multicast)
        {
            if (_drops++ == 0)
            {
                Environment.Console?.WriteMessage("DropBroadcasts: dropped a packet");
            }

            packet.Kill();
            return null;
        }

        return packet;
    }

    private readonly struct OwnWork(DropBroadcasts element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
