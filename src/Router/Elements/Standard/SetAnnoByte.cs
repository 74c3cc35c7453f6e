using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sets one byte of annotations.</summary>
/// <syntax>SetAnnoByte(ANNO, VALUE)</syntax>
/// <remarks>
/// ANNO is an offset or a name; VALUE is 0 to 255. Kept for old graphs: Paint(VALUE, ANNO) does the same.
/// </remarks>
/// <handler name="anno" access="r">ANNO as an offset.</handler>
/// <handler name="value" access="rw">VALUE.</handler>
public sealed class SetAnnoByte : SimpleElement
{
    private int _annotation;
    private byte _value;

    /// <inheritdoc/>
    public override string ClassName => "SetAnnoByte";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        arguments.Warning("warning: SetAnnoByte(ANNO, VALUE) is obsolete, use Paint(VALUE, ANNO) instead");
        _annotation = arguments.Mandatory("ANNO", ArgumentTypes.Annotation(1));
        _value = (byte)arguments.Mandatory("VALUE", ArgumentTypes.Int32(0, byte.MaxValue));
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("anno", () => $"{_annotation}");
        handlers.Value(
            "value", () => _value, ArgumentTypes.Int32(0, byte.MaxValue), value => _value = (byte)value);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        packet.Annotations.Area[_annotation] = _value;
        return packet;
    }
}
