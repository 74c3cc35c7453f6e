using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Passes the packets of one input, which a handler chooses, and kills the others.</summary>
/// <syntax>InputSwitch([OUTPUT 0])</syntax>
/// <remarks>
/// OUTPUT, by Click's name, is an input; it counts from 0, and with a negative one nothing passes.
/// </remarks>
/// <handler name="switch" access="rw">OUTPUT; one that there is not becomes -1.</handler>
/// <handler name="config" access="rw">The same.</handler>
public sealed class InputSwitch : Element
{
    private int _input;

    /// <inheritdoc/>
    public override string ClassName => "InputSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "-/1";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int input = arguments.Positional("OUTPUT", ArgumentTypes.Int32(), 0);
        arguments.Complete();
        if (arguments.Errors.Count == 0 && input >= InputCount)
        {
            arguments.Error($"input must be < {InputCount}");
        }

        _input = arguments.Errors.Count == 0 ? input : _input;
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
    public override void Push(int port, Packet packet)
    {
        if (port == _input)
        {
            Output(0).Push(packet);
        }
        else
        {
            packet.Kill();
        }
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        if (port == _input)
        {
            Output(0).PushBatch(batch);
        }
        else
        {
            batch.Kill();
        }
    }

    private string? WriteSwitch(string text)
    {
        if (!ArgumentTypes.Int32()(text.Trim(), out int input, out _))
        {
            return "InputSwitch input must be integer";
        }

        _input = input < InputCount ? input : -1;
        return null;
    }
}
