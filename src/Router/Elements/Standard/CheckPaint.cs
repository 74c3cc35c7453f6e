using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Passes packets of one colour.</summary>
/// <syntax>CheckPaint(COLOR[, ANNO PAINT])</syntax>
/// <remarks>
/// COLOR is 0 to 255; ANNO names any annotation of one byte. Others leave at output 1, or are dropped when it
/// is not in use.
/// </remarks>
/// <handler name="color" access="rw">COLOR.</handler>
public sealed class CheckPaint : SimpleElement
{
    private byte _color;
    private int _annotation;

    /// <inheritdoc/>
    public override string ClassName => "CheckPaint";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

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
    protected override Packet? Process(Packet packet)
    {
        if (packet.Annotations.Area[_annotation] == _color)
        {
            return packet;
        }

        Divert(1, packet);
        return null;
    }
}
