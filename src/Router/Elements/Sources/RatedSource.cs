using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Emits the same packet at a fixed rate.</summary>
/// <syntax>
/// RatedSource([DATA, RATE 10, LIMIT -1, ACTIVE true, keywords LENGTH, BANDWIDTH, STOP false])
/// </syntax>
/// <remarks>
/// RATE in packets per second; BANDWIDTH gives it instead by the length of a packet. Packet n leaves n / RATE
/// after the start, exactly. A negative LIMIT means no end; once LIMIT packets are out, STOP asks the driver
/// to stop. LENGTH cuts or repeats DATA to that many bytes.
/// </remarks>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="reset" access="w">Sets the count to 0, so that LIMIT more packets leave.</handler>
/// <handler name="data" access="rw">DATA, as it is.</handler>
/// <handler name="length" access="rw">LENGTH; -1 when it is that of DATA.</handler>
/// <handler name="rate" access="rw">RATE; the next packet leaves 1 / RATE later.</handler>
/// <handler name="limit" access="rw">LIMIT.</handler>
/// <handler name="active" access="rw">ACTIVE.</handler>
public sealed class RatedSource : Element
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly PacketTemplate _template = new();
    private RouterTask? _task;
    private RouterTimer? _timer;
    private Instant _start;
    private long _sinceStart;
    private long _rate;
    private long _limit;
    private bool _active;
    private bool _stop;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "RatedSource";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    private Instant Due => _start + Duration.FromNanoseconds(
        (long)((Int128)_sinceStart * NanosecondsPerSecond / _rate));

    private bool IsExhausted => _limit >= 0 && _count >= _limit;

    private bool MayEmit => _active && _rate > 0 && !IsExhausted;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string data = arguments.Positional("DATA", ArgumentTypes.Text, PacketTemplate.DefaultData);
        _rate = arguments.Positional("RATE", ArgumentTypes.Int64(0, NanosecondsPerSecond), 10);
        _limit = arguments.Positional("LIMIT", ArgumentTypes.Int64(), -1);
        _active = arguments.Positional("ACTIVE", ArgumentTypes.Bool, true);
        _stop = arguments.Keyword("STOP", ArgumentTypes.Bool, false);
        long bandwidth = arguments.Keyword("BANDWIDTH", ArgumentTypes.Bandwidth, -1);
        if (_template.Change(data, PacketTemplate.ReadLength(arguments)) is { } error)
        {
            arguments.Error(error);
        }

        if (bandwidth >= 0)
        {
            _rate = Math.Min(bandwidth / Math.Max(_template.PacketLengthBytes, 1), NanosecondsPerSecond);
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Output(0).IsPush)
        {
            _task = new RouterTask(this, EmitDue);
            _timer = new RouterTimer(this, _ => _task.Schedule());
        }

        Restart(0);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}");
        handlers.Button("reset", () =>
        {
            _count = 0;
            Restart(0);
        });
        handlers.Data(_template);
        handlers.Length(_template);
        handlers.Value("rate", () => _rate, ArgumentTypes.Int64(0, NanosecondsPerSecond), rate =>
        {
            _rate = rate;
            Restart(1);
        });
        handlers.Limit(() => _limit, limit =>
        {
            _limit = limit;
            Restart(1);
        });
        handlers.Active(() => _active, active =>
        {
            _active = active;
            Restart(0);
        });
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (_active && IsExhausted)
        {
            StopIfWanted();
        }

        return MayEmit && Now >= Due ? Emit() : null;
    }

    /// <inheritdoc/>
    public override void Cleanup() => _template.Kill();

    private void Restart(int elapsedPackets)
    {
        _start = Now;
        _sinceStart = elapsedPackets;
        _timer?.Cancel();
        if (MayEmit)
        {
            _task?.Schedule();
        }
    }

    private Packet Emit()
    {
        _count++;
        _sinceStart++;
        return _template.Emit(Pool, Now);
    }

    private bool EmitDue()
    {
        bool isDue = MayEmit && Now >= Due;
        if (isDue)
        {
            Output(0).Push(Emit());
        }

        if (MayEmit)
        {
            WaitOrGoOn();
        }
        else if (_active && IsExhausted)
        {
            StopIfWanted();
        }

        return isDue;
    }

    private void WaitOrGoOn()
    {
        if (Now >= Due)
        {
            _task!.Schedule();
        }
        else
        {
            _timer!.ScheduleAt(Due);
        }
    }

    private void StopIfWanted()
    {
        if (_stop)
        {
            Router.RequestStop();
        }
    }
}
