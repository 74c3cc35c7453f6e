using System.Runtime.CompilerServices;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Sends each packet to the output that is its signed colour.</summary>
/// <syntax>XIAPaintSwitch</syntax>
/// <remarks>
/// −4 (broadcast) sends a clone to every output. Packets of other negative colours, or of outputs that are
/// not in use, are dropped.
/// </remarks>
/// <handler name="drops" access="r">Packets without an output.</handler>
public sealed class XIAPaintSwitch : SwitchElement
{
    private const sbyte Broadcast = -4;

    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "XIAPaintSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}\n");

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if ((sbyte)packet.Annotations.Paint != Broadcast)
        {
            base.Push(port, packet);
            return;
        }

        for (int output = 0; output < OutputCount - 1; output++)
        {
            Output(output).Push(packet.Clone());
        }

        Output(OutputCount - 1).Push(packet);
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        for (Packet? packet = batch.First; packet is not null; packet = packet.Next)
        {
            if ((sbyte)packet.Annotations.Paint == Broadcast)
            {
                PushOneByOne(port, batch);
                return;
            }
        }

        PushRuns(new Choice(this), batch);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override int Choose(Packet packet)
    {
        int output = (sbyte)packet.Annotations.Paint;
        _drops += (uint)output < (uint)OutputCount ? 0 : 1;
        return output;
    }

    private void PushOneByOne(int port, PacketBatch batch)
    {
        while (batch.Take() is { } packet)
        {
            Push(port, packet);
        }
    }

    private readonly struct Choice(XIAPaintSwitch element) : IPacketChoice
    {
        public int Choose(Packet packet) => element.Choose(packet);
    }
}
