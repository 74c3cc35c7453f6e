using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;

namespace Xia.Router.Elements.Shaping;

/// <summary>Pulls some packets, and pushes them on, once in an interval.</summary>
public abstract class IntervalUnqueue : Element
{
    private RouterTask _task = null!;
    private RouterTimer _timer = null!;
    private TaskSignal _signal = null!;
    private Duration _interval;
    private int _burst;

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "l/h";

    /// <summary>Packets per interval, unless another number is given.</summary>
    protected abstract int DefaultBurst { get; }

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _interval = arguments.Mandatory("INTERVAL", ArgumentTypes.Duration, Duration.FromSeconds(1));
        _burst = arguments.Positional("BURST", ArgumentTypes.Int32(), DefaultBurst);
        if (_burst <= 0)
        {
            arguments.Error("bad BURST");
        }

        if (_interval <= Duration.Zero && arguments.Errors.Count == 0)
        {
            arguments.Error("bad interval");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _task = new RouterTask(this, PassBurst);
        _timer = new RouterTimer(this, _ => _task.Schedule());
        _signal = TaskSignal.Upstream(this, 0, _task);
        _task.Schedule();
        return null;
    }

    private bool PassBurst()
    {
        // A packet that arrives before its time wakes the task, which waits for the timer.
        if (_timer.IsScheduled)
        {
            return false;
        }

        int passed = 0;
        while (passed < _burst && Input(0).Pull() is { } packet)
        {
            passed++;
            Output(0).Push(packet);
        }

        // With nothing there and nothing said to come, the next packet leaves as soon as it arrives.
        if (passed > 0 || _signal.IsActive)
        {
            _timer.ScheduleAfter(_interval);
        }

        return passed > 0;
    }
}
