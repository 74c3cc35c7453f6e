using Xia.Kernel.Time;
using Xia.Router.Elements.Queues;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Pushes the same packet again and again, a fixed time apart.</summary>
/// <syntax>
/// TimedSource([INTERVAL 0.5, DATA, keywords LIMIT -1, ACTIVE true, STOP false, HEADROOM 64])
/// </syntax>
/// <remarks>
/// INTERVAL in seconds or with a unit; the first packet leaves one INTERVAL after the start. A negative LIMIT
/// means no end; one INTERVAL after the last packet, STOP asks the driver to stop. HEADROOM is the room
/// before the data, in bytes.
/// </remarks>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="reset" access="w">Sets the count to 0, so that LIMIT more packets leave.</handler>
/// <handler name="data" access="rw">DATA, as it is.</handler>
/// <handler name="interval" access="rw">INTERVAL, from the next packet on.</handler>
/// <handler name="limit" access="rw">LIMIT.</handler>
/// <handler name="active" access="rw">ACTIVE.</handler>
/// <handler name="headroom" access="rw">HEADROOM.</handler>
public sealed class TimedSource : Element
{
    private const int MaximumHeadroomBytes = 1024;

    private readonly PacketTemplate _template = new();
    private RouterTimer _timer = null!;
    private Duration _interval;
    private long _limit;
    private bool _active;
    private bool _stop;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "TimedSource";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    /// <inheritdoc/>
    public override string Processing => "/h";

    private bool IsExhausted => _limit >= 0 && _count >= _limit;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _interval = arguments.Positional(
            "INTERVAL", ArgumentTypes.Duration, Duration.FromMilliseconds(500));
        string data = arguments.Positional("DATA", ArgumentTypes.Text, PacketTemplate.DefaultData);
        _limit = arguments.Keyword("LIMIT", ArgumentTypes.Int64(), -1);
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        _stop = arguments.Keyword("STOP", ArgumentTypes.Bool, false);
        _template.HeadroomBytes = arguments.Keyword(
            "HEADROOM", ArgumentTypes.Int32(0, MaximumHeadroomBytes), PacketPool.DefaultHeadroomBytes);
        if (_template.Change(data, -1) is { } error)
        {
            arguments.Error(error);
        }

        if (_interval <= Duration.Zero && arguments.Errors.Count == 0)
        {
            arguments.Error("bad interval");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _timer = new RouterTimer(this, _ => Emit());
        Restart();
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}");
        handlers.Button("reset", () =>
        {
            _count = 0;
            Restart();
        });
        handlers.Data(_template);
        handlers.Read("interval", () => DelayText.Show(_interval), HandlerFlags.Calm);
        handlers.Write("interval", WriteInterval);
        handlers.Limit(() => _limit, limit =>
        {
            _limit = limit;
            Restart();
        });
        handlers.Active(() => _active, active =>
        {
            _active = active;
            Restart();
        });
        handlers.Value(
            "headroom",
            () => _template.HeadroomBytes,
            ArgumentTypes.Int32(0, MaximumHeadroomBytes),
            headroom =>
            {
                _template.HeadroomBytes = headroom;
                _template.Kill();
            });
    }

    /// <inheritdoc/>
    public override void Cleanup() => _template.Kill();

    private void Restart()
    {
        if (_active)
        {
            _timer.ScheduleAfter(_interval);
        }
        else
        {
            _timer.Cancel();
        }
    }

    private void Emit()
    {
        if (IsExhausted)
        {
            if (_stop)
            {
                Router.RequestStop();
            }

            return;
        }

        _timer.ScheduleAt(Instant.Max(_timer.Deadline, Now - _interval) + _interval);
        _count++;
        Output(0).Push(_template.Emit(Pool, Now));
    }

    private string? WriteInterval(string text)
    {
        if (!ArgumentTypes.Duration(text.Trim(), out Duration interval, out _) || interval <= Duration.Zero)
        {
            return "bad interval";
        }

        _interval = interval;
        return null;
    }
}
