using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Throws packets away.</summary>
/// <syntax>Discard(keywords ACTIVE true, BURST 1)</syntax>
/// <remarks>
/// With a pull input it pulls BURST packets per turn as long as there are some and ACTIVE is true.
/// </remarks>
/// <handler name="count" access="r">Packets thrown away.</handler>
/// <handler name="reset_counts" access="w">Sets the count to 0.</handler>
/// <handler name="active" access="rw">ACTIVE; only with a pull input.</handler>
public sealed class Discard : Element
{
    private RouterTask? _task;
    private TaskSignal? _signal;
    private bool _active;
    private bool _isBatching;
    private int _burst;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "Discard";

    /// <inheritdoc/>
    public override string PortCounts => "1/0";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        _burst = arguments.Keyword("BURST", ArgumentTypes.Int32(1), 1);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Input(0).IsPull)
        {
            _task = new RouterTask(this, PullBurst);
            _signal = TaskSignal.Upstream(this, 0, _task);
            _isBatching = Router.Links.TakesBatchesFrom(this);
            _task.Schedule();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Button("reset_counts", () => _count = 0);
        if (Input(0).IsPull)
        {
            handlers.Switch("active", () => _active, active =>
            {
                _active = active;
                _task?.Schedule();
            });
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        _count++;
        packet.Kill();
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        _count += batch.Count;
        batch.Kill();
    }

    private bool PullBurst()
    {
        if (!_active)
        {
            return false;
        }

        bool found = false;
        for (int left = _burst; left > 0;)
        {
            PacketBatch batch = Input(0).PullBatch(_isBatching ? left : 1);
            if (batch.IsEmpty)
            {
                break;
            }

            found = true;
            left -= batch.Count;
            PushBatch(0, batch);
        }

        if (found || _signal!.IsActive)
        {
            _task!.Schedule();
        }

        return found;
    }
}
