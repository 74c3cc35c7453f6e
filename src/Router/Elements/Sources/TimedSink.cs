using Xia.Kernel.Time;
using Xia.Router.Elements.Queues;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;

namespace Xia.Router.Elements.Sources;

/// <summary>Pulls a packet and throws it away, again and again, a fixed time apart.</summary>
/// <syntax>TimedSink([INTERVAL 0.5])</syntax>
/// <remarks>INTERVAL in seconds or with a unit; the first pull is one INTERVAL after the start.</remarks>
/// <handler name="interval" access="rw">INTERVAL, from the next pull on.</handler>
public sealed class TimedSink : Element
{
    private RouterTimer _timer = null!;
    private Duration _interval;

    /// <inheritdoc/>
    public override string ClassName => "TimedSink";

    /// <inheritdoc/>
    public override string PortCounts => "1/0";

    /// <inheritdoc/>
    public override string Processing => "l/";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _interval = arguments.Positional(
            "INTERVAL", ArgumentTypes.Duration, Duration.FromMilliseconds(500));
        if (_interval <= Duration.Zero && arguments.Errors.Count == 0)
        {
            arguments.Error("bad interval");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _timer = new RouterTimer(this, _ => PullOne());
        _timer.ScheduleAfter(_interval);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("interval", () => DelayText.Show(_interval), HandlerFlags.Calm);
        handlers.Write("interval", text =>
        {
            if (!ArgumentTypes.Duration(text.Trim(), out Duration interval, out _)
                || interval <= Duration.Zero)
            {
                return "bad interval";
            }

            _interval = interval;
            return null;
        });
    }

    private void PullOne()
    {
        _timer.ScheduleAt(Instant.Max(_timer.Deadline, Now - _interval) + _interval);
        Input(0).Pull()?.Kill();
    }
}
