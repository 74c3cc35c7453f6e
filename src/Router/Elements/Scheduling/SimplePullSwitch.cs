using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Pulls from one of its inputs, which a handler chooses.</summary>
/// <syntax>SimplePullSwitch([INPUT 0])</syntax>
/// <remarks>
/// INPUT counts from 0; with a negative one, or one that there is not, nothing comes.
/// It has no signal of its own: who pulls keeps trying while any input may have packets.
/// </remarks>
/// <handler name="switch" access="rw">INPUT; -1 for none.</handler>
/// <handler name="config" access="rw">The same.</handler>
public sealed class SimplePullSwitch : Element
{
    private int _input;

    /// <inheritdoc/>
    public override string ClassName => "SimplePullSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "-/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int input = arguments.Positional("INPUT", ArgumentTypes.Int32(), 0);
        arguments.Complete();
        if (arguments.Errors.Count == 0)
        {
            Choose(input);
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("switch", () => $"{_input}");
        handlers.Write("switch", WriteSwitch);
        handlers.Read("config", () => $"{_input}", HandlerFlags.Calm);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port) => _input < 0 ? null : Input(_input).Pull();

    private string? WriteSwitch(string text)
    {
        if (!ArgumentTypes.Int32()(text.Trim(), out int input, out _))
        {
            return "syntax error";
        }

        Choose(input);
        return null;
    }

    private void Choose(int input) => _input = (uint)input < (uint)InputCount ? input : -1;
}
