using System.Runtime.CompilerServices;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Passes all packets, and sends a copy of those of one colour out at output 1.</summary>
/// <syntax>PaintTee(COLOR[, ANNO PAINT])</syntax>
/// <remarks>
/// COLOR is 0 to 255; ANNO names any annotation of one byte. The copy leaves first. Made to find packets that
/// leave where they came in, which deserve an ICMP redirect.
/// </remarks>
/// <handler name="color" access="rw">COLOR.</handler>
public sealed class PaintTee : SimpleElement
{
    private byte _color;
    private int _annotation;

    /// <inheritdoc/>
    public override string ClassName => "PaintTee";

    /// <inheritdoc/>
    public override string PortCounts => "1/2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _color = (byte)arguments.Mandatory("COLOR", ArgumentTypes.Int32(0, byte.MaxValue));
        _annotation = arguments.Positional(
            "ANNO", ArgumentTypes.Annotation(1), PacketAnnotations.PaintOffset);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Value(
        "color", () => _color, ArgumentTypes.Int32(0, byte.MaxValue), color => _color = (byte)color);

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushEach(new OwnWork(this), batch);

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) =>
        PullEach(new OwnWork(this), maximumCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Process(Packet packet)
    {
        if (packet.Annotations.Area[_annotation] == _color)
        {
            Divert(1, packet.Clone());
        }

        return packet;
    }

    private readonly struct OwnWork(PaintTee element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
