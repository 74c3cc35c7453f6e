using System.Runtime.CompilerServices;
using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>
/// Chooses an edge of the DAG node that an XIP packet visited last, for the elements behind it.
/// </summary>
/// <syntax>XIASelectPath(MODE)</syntax>
/// <remarks>
/// MODE is <c>first</c> or <c>next</c>: the edge of the highest priority, or the one after the edge that was
/// chosen before, noted in the packet's path annotation. Output 0: packets with an edge; output 1: packets
/// without (no edge left, no sound header, or already at the intent). Data starts at the XIP header.
/// </remarks>
/// <handler name="exhausted" access="r">Packets that had no edge left.</handler>
/// <example>consider_first :: XIASelectPath(first); consider_next :: XIASelectPath(next);</example>
public sealed class XIASelectPath : SwitchElement
{
    private bool _isFirst;
    private long _exhausted;

    /// <inheritdoc/>
    public override string ClassName => "XIASelectPath";

    /// <inheritdoc/>
    public override string PortCounts => "1/2";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string mode = arguments.Mandatory("MODE", ArgumentTypes.Word, "first");
        _isFirst = mode == "first";
        if (mode is not ("first" or "next"))
        {
            arguments.Error("MODE must be 'first' or 'next'");
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Read("exhausted", () => $"{_exhausted}\n");

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushRuns(new Choice(this), batch);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override int Choose(Packet packet)
    {
        ref PacketAnnotations annotations = ref packet.Annotations;
        byte path = _isFirst ? (byte)0 : (byte)(annotations.PathIndex + 1);
        annotations.PathIndex = path;
        if (XipPath.NextRow(packet.Data, path) >= 0)
        {
            return 0;
        }

        _exhausted++;
        return 1;
    }

    private readonly struct Choice(XIASelectPath element) : IPacketChoice
    {
        public int Choose(Packet packet) => element.Choose(packet);
    }
}
