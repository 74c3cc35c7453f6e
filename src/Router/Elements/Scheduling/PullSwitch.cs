using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>
/// Pulls from one of its inputs, which a handler chooses; who pulls sleeps when that one is empty.
/// </summary>
/// <syntax>PullSwitch([INPUT 0])</syntax>
/// <remarks>
/// INPUT counts from 0; with a negative one, or one that there is not, nothing comes.
/// </remarks>
/// <handler name="switch" access="rw">INPUT; -1 for none.</handler>
/// <handler name="config" access="rw">The same.</handler>
public sealed class PullSwitch : Element, INotifierSource
{
    private readonly Notifier _notifier = new();
    private TaskSignal[] _signals = [];
    private int _input;

    /// <inheritdoc/>
    public override string ClassName => "PullSwitch";

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
    public Notifier? EmptyNotifier => _notifier;

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _notifier.Join(Router, Notifier.Empty);
        if (_input < 0)
        {
            _notifier.Sleep();
        }

        _signals = new TaskSignal[InputCount];
        for (int input = 0; input < _signals.Length; input++)
        {
            _signals[input] = TaskSignal.Upstream(this, input, WakeIfActive);
        }

        return null;
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        Packet? packet = _input < 0 ? null : Input(_input).Pull();
        if (packet is not null)
        {
            _notifier.WakeSilently();
        }
        else if (_input < 0 || !_signals[_input].IsActive)
        {
            _notifier.Sleep();
        }

        return packet;
    }

    private string? WriteSwitch(string text)
    {
        if (!ArgumentTypes.Int32()(text.Trim(), out int input, out _))
        {
            return "syntax error";
        }

        Choose(input);
        return null;
    }

    private void Choose(int input)
    {
        _input = (uint)input < (uint)InputCount ? input : -1;
        if (_signals.Length == 0)
        {
            return;
        }

        if (_input < 0)
        {
            _notifier.Sleep();
        }
        else
        {
            WakeIfActive();
        }
    }

    private void WakeIfActive()
    {
        // Called while the signals are still being found, too.
        if (_input >= 0 && _signals[_input] is { IsActive: true })
        {
            _notifier.Wake();
        }
    }
}
