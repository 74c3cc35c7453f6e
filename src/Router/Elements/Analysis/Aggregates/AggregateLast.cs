using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Lets the last packet of each aggregate through, with the sums of all.</summary>
/// <syntax>AggregateLast([keywords NOTIFIER, STOP_AFTER_CLEAR false])</syntax>
/// <remarks>
/// Keeps the last packet of each aggregate until <c>clear</c> is written, or until NOTIFIER (an element
/// that numbers flows, such as AggregateIPFlows) says that the aggregate ended. Its annotations of extra
/// packets, extra length and first time stamp then tell of all packets of the aggregate. Earlier packets
/// leave at output 1, if there is one. STOP_AFTER_CLEAR stops the router after a clear.
/// </remarks>
/// <handler name="clear" access="w">Lets all packets go, in the order of their aggregates.</handler>
public sealed class AggregateLast : Element, IAggregateListener
{
    private readonly Dictionary<uint, Packet> _last = [];
    private Element? _notifier;
    private RouterTask _task = null!;
    private bool _stopsAfterClear;

    /// <inheritdoc/>
    public override string ClassName => "AggregateLast";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _stopsAfterClear = arguments.Keyword("STOP_AFTER_CLEAR", ArgumentTypes.Bool, false);
        _notifier = AggregateNotifierArgument.Read(this, arguments);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        (_notifier as IAggregateSource)?.AddListener(this);
        _task = new RouterTask(this, Clear);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Button("clear", () => _task.Schedule());

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (_task.IsScheduled)
        {
            _task.Unschedule();
            Clear();
        }

        ref PacketAnnotations annotations = ref packet.Annotations;
        if (_last.TryGetValue(annotations.Aggregate, out Packet? before))
        {
            ref PacketAnnotations sum = ref before.Annotations;
            annotations.ExtraPackets += sum.ExtraPackets + 1;
            annotations.ExtraLengthBytes += sum.ExtraLengthBytes + (uint)before.LengthBytes;
            annotations.FirstTimestamp = sum.FirstTimestamp;
            _last[annotations.Aggregate] = packet;
            PushOrKill(1, before);
        }
        else if (_last.Count < AggregateBounds.MaximumCount)
        {
            annotations.FirstTimestamp = annotations.Timestamp;
            _last.Add(annotations.Aggregate, packet);
        }
        else
        {
            PushOrKill(1, packet);
        }
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        foreach (Packet packet in _last.Values)
        {
            packet.Kill();
        }

        _last.Clear();
    }

    void IAggregateListener.OnAggregateEnded(uint aggregate)
    {
        if (_last.Remove(aggregate, out Packet? packet))
        {
            Output(0).Push(packet);
        }
    }

    private bool Clear()
    {
        uint[] aggregates = [.. _last.Keys.Order()];
        foreach (uint aggregate in aggregates)
        {
            if (_last.Remove(aggregate, out Packet? packet))
            {
                Output(0).Push(packet);
            }
        }

        if (_stopsAfterClear)
        {
            Router.RequestStop();
        }

        return true;
    }
}
