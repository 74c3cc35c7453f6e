using Xia.Router.Elements.Aqm;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;

namespace Xia.Router.Elements.Queues;

/// <summary>Pulls packets and pushes them on, as long as the queues behind it have room.</summary>
/// <syntax>Unqueue2([BURST 1, keywords QUEUES, QUIET false])</syntax>
/// <remarks>
/// Up to BURST packets per turn, or until nothing comes if that is not positive, but never more than the
/// fullest queue has room for. The queues are the nearest ones behind it, or those that QUEUES names, with
/// spaces between them. Warns that Unqueue, which needs no such care, should be written in its place, unless
/// it is told to be QUIET.
/// </remarks>
/// <handler name="packets" access="r">How many packets passed, in words.</handler>
public sealed class Unqueue2 : Element
{
    private RouterTask _task = null!;
    private TaskSignal _upstream = null!;
    private TaskSignal _downstream = null!;
    private StorageElement[] _queues = [];
    private Element[] _named = [];
    private int _burst;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "Unqueue2";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "l/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _burst = arguments.Positional("BURST", ArgumentTypes.Int32(), 1);
        _burst = _burst <= 0 ? int.MaxValue : _burst;
        _named = WatchedQueues.ReadNames(arguments, this);
        if (_named.Any(element => element is not StorageElement))
        {
            arguments.Error("bad QUEUES");
        }

        bool isQuiet = arguments.Keyword("QUIET", ArgumentTypes.Bool, false);
        arguments.Complete();
        if (!isQuiet && arguments.Errors.Count == 0)
        {
            arguments.Warning("Unqueue2 is deprecated, you should probably use Unqueue");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _queues = _named.Length > 0
            ? [.. _named.OfType<StorageElement>()]
            : [.. WatchedQueues.Nearest(this, upstream: false)];
        _task = new RouterTask(this, PassBurst);
        _upstream = TaskSignal.Upstream(this, 0, _task);
        _downstream = TaskSignal.Downstream(this, 0, _task);
        _task.Schedule();
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("packets", () => $"{_count} packets\n");
    }

    private bool PassBurst()
    {
        int burst = _burst;
        foreach (StorageElement queue in _queues)
        {
            burst = Math.Min(burst, queue.Capacity - queue.Length);
        }

        int passed = 0;
        bool isEmpty = false;
        while (passed < burst && !isEmpty)
        {
            if (Input(0).Pull() is { } packet)
            {
                passed++;
                _count++;
                Output(0).Push(packet);
            }
            else
            {
                isEmpty = true;
            }
        }

        // A queue that tells nobody when it has room again, or stands elsewhere, is asked again and again.
        if (isEmpty ? _upstream.IsActive : burst > 0 || _downstream.IsActive)
        {
            _task.Schedule();
        }

        return passed > 0;
    }
}
