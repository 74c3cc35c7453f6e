using Xia.Kernel.Time;
using Xia.Router.Elements.Queues;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Lets packets be pulled only a fixed time after their time stamps.</summary>
/// <syntax>DelayShaper(DELAY)</syntax>
/// <remarks>
/// A packet stamped T can be pulled from T + DELAY on (seconds, or with a unit) and is stamped with the time
/// at which it is; one without a stamp gets the time of the first try. One packet waits in here; the others
/// wait in the queue. Who pulls sleeps until the time has come.
/// </remarks>
/// <handler name="delay" access="rw">DELAY, for packets that are pulled from now on.</handler>
public sealed class DelayShaper : Element, INotifierSource
{
    private readonly Notifier _notifier = new(NotifierSearch.ContinueWake);
    private RouterTimer _timer = null!;
    private TaskSignal _signal = null!;
    private Duration _delay;
    private Packet? _waiting;

    /// <inheritdoc/>
    public override string ClassName => "DelayShaper";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => _notifier;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _notifier.Join(Router, Notifier.Empty);
        _delay = arguments.Mandatory("DELAY", ArgumentTypes.Duration);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _timer = new RouterTimer(this, _ => _notifier.Wake());
        _signal = TaskSignal.Upstream(this, 0, _notifier);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("delay", () => DelayText.Show(_delay), HandlerFlags.Calm);
        handlers.Write(
            "delay", text => DelayText.TryRead(text, ref _delay) ? null : "delay must be a timestamp");
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (_waiting is null && (_waiting = Input(0).Pull()) is { } pulled)
        {
            Instant stamp = pulled.Annotations.Timestamp;
            pulled.Annotations.Timestamp = (stamp == default ? Now : stamp) + _delay;
        }

        if (_waiting is not { } packet)
        {
            if (!_signal.IsActive)
            {
                _notifier.Sleep();
            }

            return null;
        }

        if (packet.Annotations.Timestamp > Now)
        {
            _timer.ScheduleAt(packet.Annotations.Timestamp);
            _notifier.Sleep();
            return null;
        }

        _waiting = null;
        packet.Annotations.Timestamp = Now;
        return packet;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _waiting?.Kill();
        _waiting = null;
    }
}
