using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Emits the same packet as fast as it may.</summary>
/// <syntax>
/// InfiniteSource([DATA, LIMIT -1, BURST 1, ACTIVE true, keywords LENGTH, STOP false, END_CALL, TIMESTAMP
/// true])
/// </syntax>
/// <remarks>
/// Pushes BURST packets per turn while what follows has room, or gives them to who pulls. A negative LIMIT
/// means no end. LENGTH cuts or repeats DATA to that many bytes. Once LIMIT packets are out, STOP asks the
/// driver to stop, or the write handler END_CALL is called; not both. With TIMESTAMP packets carry the time.
/// </remarks>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="reset" access="w">Sets the count to 0, so that LIMIT more packets leave.</handler>
/// <handler name="data" access="rw">DATA, as it is.</handler>
/// <handler name="length" access="rw">LENGTH; -1 when it is that of DATA.</handler>
/// <handler name="limit" access="rw">LIMIT.</handler>
/// <handler name="burst" access="rw">BURST.</handler>
/// <handler name="active" access="rw">ACTIVE.</handler>
public sealed class InfiniteSource : Element, INotifierSource
{
    private readonly Notifier _notifier = new();
    private readonly PacketTemplate _template = new();
    private RouterTask? _task;
    private TaskSignal? _signal;
    private HandlerCall? _endCall;
    private long _limit;
    private int _burst;
    private bool _active;
    private bool _stop;
    private bool _timestamp;
    private bool _isBatching;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "InfiniteSource";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    private long Left => _limit < 0 ? long.MaxValue : Math.Max(_limit - _count, 0);

    private Instant Stamp => _timestamp ? Now : default;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string data = arguments.Positional("DATA", ArgumentTypes.Text, PacketTemplate.DefaultData);
        _limit = arguments.Positional("LIMIT", ArgumentTypes.Int64(), -1);
        _burst = arguments.Positional("BURST", ArgumentTypes.Int32(1), 1);
        _active = arguments.Positional("ACTIVE", ArgumentTypes.Bool, true);
        _timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        _stop = arguments.Keyword("STOP", ArgumentTypes.Bool, false);
        _endCall = arguments.Keyword("END_CALL", ArgumentTypes.HandlerCall(this, isWrite: true), null!);
        if (_template.Change(data, PacketTemplate.ReadLength(arguments)) is { } error)
        {
            arguments.Error(error);
        }

        if (_stop && _endCall is not null)
        {
            arguments.Error("END_CALL and STOP are mutually exclusive");
        }
    }

    /// <summary>On while a pull may give a packet.</summary>
    public Notifier? EmptyNotifier => Output(0).IsPush ? null : _notifier;

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Output(0).IsPush)
        {
            _task = new RouterTask(this, EmitBurst);
            _signal = TaskSignal.Downstream(this, 0, _task);
            _isBatching = Router.Links.TakesBatchesFrom(this);
            _task.Schedule();
        }

        return _endCall?.Resolve();
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
        handlers.Length(_template);
        handlers.Limit(() => _limit, limit =>
        {
            _limit = limit;
            Restart();
        });
        handlers.Read("burst", () => $"{_burst}", HandlerFlags.Calm);
        handlers.Write("burst", WriteBurst);
        handlers.Active(() => _active, active =>
        {
            _active = active;
            Restart();
        });
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (!_active)
        {
            _notifier.Sleep();
            return null;
        }

        if (Left == 0)
        {
            _notifier.Sleep();
            End();
            return null;
        }

        _count++;
        return _template.Emit(Pool, Stamp);
    }

    /// <inheritdoc/>
    public override void Cleanup() => _template.Kill();

    private void Restart()
    {
        _task?.Schedule();
        if (_active && Left > 0)
        {
            _notifier.Wake();
        }
    }

    private bool EmitBurst()
    {
        if (!_active || !_signal!.IsActive)
        {
            return false;
        }

        int count = (int)Math.Min(_burst, Left);
        if (count == 0)
        {
            End();
            return false;
        }

        if (_isBatching && count > 1)
        {
            _count += count;
            Output(0).PushBatch(_template.EmitBatch(Pool, Stamp, count));
        }
        else
        {
            for (int left = count; left > 0; left--)
            {
                _count++;
                Output(0).Push(_template.Emit(Pool, Stamp));
            }
        }

        _task!.Schedule();
        return true;
    }

    private void End()
    {
        if (_stop)
        {
            Router.RequestStop();
        }

        if (_endCall?.Write() is { } error)
        {
            Environment.Console?.WriteMessage($"{this}: {error}");
        }
    }

    private string? WriteBurst(string text)
    {
        if (!ArgumentTypes.Int32(1)(text.Trim(), out int burst, out _))
        {
            return "burstsize parameter must be integer >= 1";
        }

        _burst = burst;
        return null;
    }
}
