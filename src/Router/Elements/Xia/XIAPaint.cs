using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>
/// Gives packets a signed colour: the port that they leave by, or one of XIA's special ports.
/// </summary>
/// <syntax>XIAPaint(COLOR)</syntax>
/// <remarks>COLOR is −128 to 127; it stands in the paint annotation.</remarks>
/// <handler name="color" access="rw">The colour.</handler>
public sealed class XIAPaint : SimpleElement
{
    private sbyte _color;

    /// <inheritdoc/>
    public override string ClassName => "XIAPaint";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _color = (sbyte)arguments.Mandatory("COLOR", ArgumentTypes.Int32(sbyte.MinValue, sbyte.MaxValue));

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("color", () => $"{_color}\n");
        handlers.Write("color", text =>
        {
            if (!ArgumentTypes.Int32(sbyte.MinValue, sbyte.MaxValue)(
                text.Trim(), out int color, out string? error))
            {
                return error ?? "syntax error";
            }

            _color = (sbyte)color;
            return null;
        });
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        packet.Annotations.Paint = (byte)_color;
        return packet;
    }
}
