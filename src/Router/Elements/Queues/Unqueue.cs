using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>Pulls packets as they come and pushes them on.</summary>
/// <syntax>Unqueue([BURST 1, keywords ACTIVE true, LIMIT -1])</syntax>
/// <remarks>
/// Up to BURST packets per turn; a negative BURST means until nothing comes. After LIMIT packets it stops; a
/// negative LIMIT means never.
/// </remarks>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="active" access="rw">Whether it pulls.</handler>
/// <handler name="burst" access="rw">BURST.</handler>
/// <handler name="limit" access="rw">LIMIT.</handler>
/// <handler name="reset" access="w">Sets the count to 0, so that LIMIT more packets may pass.</handler>
/// <handler name="reset_counts" access="w">The same.</handler>
public sealed class Unqueue : Element
{
    // What is pulled at once; more would not fit into the nearest cache.
    private const int MaximumBatch = 256;

    private RouterTask _task = null!;
    private TaskSignal _signal = null!;
    private int _burst;
    private int _limit;
    private bool _active;
    private bool _isBatching;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "Unqueue";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "l/h";

    private bool IsExhausted => _limit >= 0 && _count >= _limit;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _burst = arguments.Positional("BURST", ArgumentTypes.Int32(), 1);
        _burst = _burst < 0 ? int.MaxValue : _burst;
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        _limit = arguments.Keyword("LIMIT", ArgumentTypes.Int32(), -1);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _task = new RouterTask(this, PassBurst);
        _signal = TaskSignal.Upstream(this, 0, _task);
        _isBatching = Router.Links.TakesBatchesFrom(this);
        if (_active)
        {
            _task.Schedule();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("active", () => _active ? "true" : "false", HandlerFlags.Checkbox);
        handlers.Read("count", () => $"{_count}");
        handlers.Read("burst", () => $"{_burst}");
        handlers.Read("limit", () => $"{_limit}");
        handlers.Write("active", text => Restart(ArgumentTypes.Bool(text.Trim(), out _active, out _)));
        handlers.Write("reset", ResetCount, HandlerFlags.Button);
        handlers.Write("reset_counts", ResetCount, HandlerFlags.Button);
        handlers.Write("burst", WriteBurst);
        handlers.Write("limit", text => Restart(ArgumentTypes.Int32()(text.Trim(), out _limit, out _)));
    }

    private string? ResetCount(string text)
    {
        _count = 0;
        return Restart(isRead: true);
    }

    private string? WriteBurst(string text)
    {
        bool isRead = ArgumentTypes.Int32()(text.Trim(), out int burst, out _);
        _burst = !isRead ? _burst : burst < 0 ? int.MaxValue : burst;
        return Restart(isRead);
    }

    private string? Restart(bool isRead)
    {
        if (!isRead)
        {
            return "syntax error";
        }

        if (_active && !IsExhausted)
        {
            _task.Schedule();
        }

        return null;
    }

    private bool PassBurst()
    {
        int worked = 0;
        while (_active && worked < _burst && !IsExhausted)
        {
            int passed = Pass(_burst - worked);
            if (passed == 0)
            {
                if (_signal.IsActive)
                {
                    _task.Schedule();
                }

                return worked > 0;
            }

            worked += passed;
        }

        if (_active && !IsExhausted)
        {
            _task.Schedule();
        }

        return worked > 0;
    }

    private int Pass(int maximumCount)
    {
        int wanted = _limit < 0 ? maximumCount : (int)Math.Min(maximumCount, _limit - _count);
        if (wanted > 1 && _isBatching)
        {
            PacketBatch batch = Input(0).PullBatch(Math.Min(wanted, MaximumBatch));
            int count = batch.Count;
            if (count > 0)
            {
                _count += count;
                Output(0).PushBatch(batch);
            }

            return count;
        }

        if (Input(0).Pull() is not { } packet)
        {
            return 0;
        }

        _count++;
        Output(0).Push(packet);
        return 1;
    }
}
