using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Sends packets through a detour that a handler turns on and off.</summary>
/// <syntax>Bypass([ACTIVE false, keyword INLINE false])</syntax>
/// <remarks>
/// What comes at input 0 leaves at output 0, or at output 1 while the detour is on; what comes back at input
/// 1 leaves at output 0. Among pulled packets likewise: pulls at output 0 go to input 0, or to input 1 while
/// the detour is on, and pulls at output 1 go to input 0. Without a second port the detour does nothing.
/// INLINE is accepted and means nothing here.
/// </remarks>
/// <handler name="active" access="rw">Whether packets take the detour.</handler>
/// <example>source -> b :: Bypass -> sink; b[1] -> Print -> [1]b</example>
public sealed class Bypass : Element
{
    private bool _active;

    /// <inheritdoc/>
    public override string ClassName => "Bypass";

    /// <inheritdoc/>
    public override string PortCounts => "1-2/1-2";

    /// <inheritdoc/>
    public override string FlowCode => "xy/[xy]x";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _active = arguments.Positional("ACTIVE", ArgumentTypes.Bool, false);
        arguments.Keyword("INLINE", ArgumentTypes.Bool, false);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("active", () => _active ? "true" : "false");
        handlers.Write("active", WriteActive);
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) =>
        Output(_active && port == 0 && OutputCount > 1 ? 1 : 0).Push(packet);

    /// <inheritdoc/>
    public override Packet? Pull(int port) =>
        Input(_active && port == 0 && InputCount > 1 ? 1 : 0).Pull();

    private string? WriteActive(string text)
    {
        if (!ArgumentTypes.Bool(text.Trim(), out bool active, out _))
        {
            return "syntax error";
        }

        _active = active;
        return null;
    }
}
