using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sends all packets to one output, which a handler chooses; -1 drops them.</summary>
/// <remarks>Switch([OUTPUT 0]) — one input, one or more outputs, push. Handler: <c>switch</c> (rw).</remarks>
public sealed class Switch : Element
{
    private int _output;

    /// <inheritdoc/>
    public override string ClassName => "Switch";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _output = SwitchArgument.Read(arguments, this);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("switch", () => $"{_output}\n");
        handlers.Write("switch", text =>
        {
            if (!ArgumentTypes.Int32(-1, OutputCount - 1)(text.Trim(), out int output, out _))
            {
                return "output must be integer";
            }

            _output = output;
            return null;
        });
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => PushOrKill(_output, packet);
}
