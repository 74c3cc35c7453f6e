using Xia.Router.Graph.Signals;
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
public sealed class PullSwitch : PullSwitchElement, INotifierSource
{
    private readonly Notifier _notifier = new();
    private TaskSignal[] _signals = [];

    /// <inheritdoc/>
    public override string ClassName => "PullSwitch";

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => _notifier;

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _notifier.Join(Router, Notifier.Empty);
        if (Chosen < 0)
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
        Packet? packet = Chosen < 0 ? null : Input(Chosen).Pull();
        if (packet is not null)
        {
            _notifier.WakeSilently();
        }
        else if (Chosen < 0 || !_signals[Chosen].IsActive)
        {
            _notifier.Sleep();
        }

        return packet;
    }

    /// <inheritdoc/>
    protected override void OnChosen()
    {
        if (_signals.Length == 0)
        {
            return;
        }

        if (Chosen < 0)
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
        if (Chosen >= 0 && _signals[Chosen] is { IsActive: true })
        {
            _notifier.Wake();
        }
    }
}
