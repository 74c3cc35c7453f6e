using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Gives packets a colour.</summary>
/// <remarks>Paint(COLOR) — one input, one output, agnostic. Handler: <c>color</c> (rw), 0 to 255.</remarks>
public sealed class Paint : SimpleElement
{
    private byte _color;

    /// <inheritdoc/>
    public override string ClassName => "Paint";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _color = (byte)arguments.Mandatory("COLOR", ArgumentTypes.Int32(0, 255));

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("color", () => $"{_color}\n");
        handlers.Write("color", text =>
        {
            if (!ArgumentTypes.Int32(0, 255)(text.Trim(), out int color, out string? error))
            {
                return error ?? "syntax error";
            }

            _color = (byte)color;
            return null;
        });
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        packet.Annotations.Paint = _color;
        return packet;
    }
}
