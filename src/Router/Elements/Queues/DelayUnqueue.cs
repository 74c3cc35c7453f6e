using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>Pulls packets and pushes each on a fixed time after its time stamp.</summary>
/// <syntax>DelayUnqueue(DELAY)</syntax>
/// <remarks>
/// A packet stamped T leaves no earlier than T + DELAY (seconds, or with a unit), stamped so; one without a
/// stamp gets the time at which it is pulled. One packet waits in here; the others wait in the queue.
/// </remarks>
/// <handler name="delay" access="rw">DELAY, for packets that are pulled from now on.</handler>
public sealed class DelayUnqueue : Element
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long LateClock = 1_000_000 * NanosecondsPerSecond;

    private RouterTask _task = null!;
    private RouterTimer _timer = null!;
    private TaskSignal _signal = null!;
    private Duration _delay;
    private Packet? _waiting;

    /// <inheritdoc/>
    public override string ClassName => "DelayUnqueue";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "l/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _delay = arguments.Mandatory("DELAY", ArgumentTypes.Duration);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _task = new RouterTask(this, PassDue);
        _timer = new RouterTimer(this, _ => _task.Schedule());
        _signal = TaskSignal.Upstream(this, 0, _task);
        _task.Schedule();
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("delay", () => DelayText.Show(_delay));
        handlers.Write(
            "delay", text => DelayText.TryRead(text, ref _delay) ? null : "expected time in seconds");
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _waiting?.Kill();
        _waiting = null;
    }

    // A trace's own times begin at 0. On a clock that is far beyond, stamps of its first second are none, as
    // in Click.
    private bool IsOfThisClock(Instant stamp) => stamp != default
        && (stamp.Nanoseconds >= NanosecondsPerSecond || Now.Nanoseconds < LateClock);

    private bool PassDue()
    {
        bool worked = false;
        while (true)
        {
            if (_waiting is null && (_waiting = Input(0).Pull()) is { } pulled)
            {
                Instant stamp = pulled.Annotations.Timestamp;
                pulled.Annotations.Timestamp = (IsOfThisClock(stamp) ? stamp : Now) + _delay;
            }

            if (_waiting is not { } packet)
            {
                if (_signal.IsActive)
                {
                    _task.Schedule();
                }

                return worked;
            }

            if (packet.Annotations.Timestamp > Now)
            {
                _timer.ScheduleAt(packet.Annotations.Timestamp);
                return worked;
            }

            _waiting = null;
            Output(0).Push(packet);
            worked = true;
        }
    }
}
