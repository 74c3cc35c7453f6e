using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;

namespace Xia.Router.Elements.Shaping;

/// <summary>Pulls packets as fast as a token bucket allows and pushes them on.</summary>
public abstract class RatedUnqueueElement : Element
{
    private TokenArguments _arguments;
    private TokenBucket _bucket;
    private RouterTask _task = null!;
    private RouterTimer _timer = null!;
    private TaskSignal _signal = null!;
    private bool _active;
    private long _runs;
    private long _emptyRuns;
    private long _pushes;
    private long _failedPulls;

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "l/h";

    /// <summary>Whether the rate is in bytes, not packets.</summary>
    protected abstract bool IsBandwidth { get; }

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _arguments = TokenArguments.Read(arguments, IsBandwidth);
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        _bucket = _arguments.NewBucket();
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _task = new RouterTask(this, PassOne);
        _timer = new RouterTimer(this, _ => _task.Schedule());
        _signal = TaskSignal.Upstream(this, 0, _task);
        _task.Schedule();
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("rate", () => _arguments.ShowRate());
        handlers.Write("rate", text =>
        {
            if (!TokenArguments.RateParser(IsBandwidth)(text.Trim(), out long rate, out string? error))
            {
                return error ?? "syntax error";
            }

            _arguments = _arguments with { Rate = rate };
            _bucket = _arguments.NewBucket();
            _bucket.Refill(Now);
            _task.Schedule();
            return null;
        });
        handlers.Switch("active", () => _active, active =>
        {
            _active = active;
            _task.Schedule();
        });
        handlers.Read("calls", () => $"{_runs} calls to run_task()\n{_emptyRuns} empty runs\n"
            + $"{_pushes} pushes\n{_failedPulls} failed pulls\n");
    }

    private bool PassOne()
    {
        if (!_active)
        {
            return false;
        }

        _runs++;
        _bucket.Refill(Now);
        if (!_bucket.Contains(_arguments.Needed))
        {
            _emptyRuns++;
            if (_bucket.TimeUntil(_arguments.Needed) is { } wait)
            {
                _timer.ScheduleAfter(wait);
            }

            return false;
        }

        if (Input(0).Pull() is not { } packet)
        {
            _failedPulls++;
            if (_signal.IsActive)
            {
                _task.Schedule();
            }

            return false;
        }

        _bucket.Remove(_arguments.CostOf(packet.LengthBytes));
        _pushes++;
        _task.Schedule();
        Output(0).Push(packet);
        return true;
    }
}
