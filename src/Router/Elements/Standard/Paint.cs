using System.Runtime.CompilerServices;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Gives packets a colour.</summary>
/// <syntax>Paint(COLOR[, ANNO PAINT])</syntax>
/// <remarks>COLOR is 0 to 255; ANNO names any annotation of one byte.</remarks>
/// <handler name="color" access="rw">COLOR.</handler>
public sealed class Paint : SimpleElement
{
    private byte _color;
    private int _annotation;

    /// <inheritdoc/>
    public override string ClassName => "Paint";

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
        packet.Annotations.Area[_annotation] = _color;
        return packet;
    }

    private readonly struct OwnWork(Paint element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
