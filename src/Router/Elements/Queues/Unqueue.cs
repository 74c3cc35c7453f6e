using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>Pulls packets as they come and pushes them on.</summary>
/// <remarks>
/// Unqueue([BURST 1], keywords ACTIVE true, LIMIT -1) — one pull input, one push output. Handlers:
/// <c>count</c> (r),
/// <c>active</c> (rw), <c>burst</c> (r), <c>reset</c> (w; count back to 0).
/// </remarks>
public sealed class Unqueue : Element
{
    private RouterTask _task = null!;
    private TaskSignal _signal = null!;
    private int _burst;
    private long _limit;
    private bool _active;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "Unqueue";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "l/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _burst = arguments.Positional("BURST", ArgumentTypes.Int32(), 1);
        _burst = _burst < 0 ? int.MaxValue : _burst;
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        _limit = arguments.Keyword("LIMIT", ArgumentTypes.Int64(-1), -1);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _task = new RouterTask(this, PassBurst);
        _signal = TaskSignal.Upstream(this, 0, _task);
        _task.Schedule();
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Read("burst", () => $"{_burst}\n");
        handlers.Read("active", () => _active ? "true\n" : "false\n");
        handlers.Write("active", text =>
        {
            if (!ArgumentTypes.Bool(text.Trim(), out bool active, out _))
            {
                return "syntax error";
            }

            _active = active;
            _task.Schedule();
            return null;
        });
        handlers.Write("reset", _ =>
        {
            _count = 0;
            _task.Schedule();
            return null;
        });
    }

    private bool PassBurst()
    {
        if (!_active)
        {
            return false;
        }

        int worked = 0;
        while (worked < _burst && (_limit < 0 || _count < _limit))
        {
            Packet? packet = Input(0).Pull();
            if (packet is null)
            {
                if (_signal.IsActive)
                {
                    _task.Schedule();
                }

                return worked > 0;
            }

            worked++;
            _count++;
            Output(0).Push(packet);
        }

        if (_limit < 0 || _count < _limit)
        {
            if (_signal.IsActive)
            {
                _task.Schedule();
            }
        }

        return worked > 0;
    }
}
