using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Lets the first packet of each aggregate through.</summary>
/// <syntax>AggregateFirst([keyword NOTIFIER])</syntax>
/// <remarks>
/// Later packets leave at output 1, if there is one. NOTIFIER names the element that numbers the
/// aggregates, such as AggregateIPFlows; what has ended by its word is forgotten.
/// </remarks>
public sealed class AggregateFirst : SimpleElement, IAggregateListener
{
    private readonly HashSet<uint> _seen = [];
    private Element? _notifier;

    /// <inheritdoc/>
    public override string ClassName => "AggregateFirst";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _notifier = AggregateNotifierArgument.Read(this, arguments);

    /// <inheritdoc/>
    public override string? Initialize()
    {
        (_notifier as IAggregateSource)?.AddListener(this);
        return null;
    }

    void IAggregateListener.OnAggregateEnded(uint aggregate) => _seen.Remove(aggregate);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (_seen.Count < AggregateBounds.MaximumCount && _seen.Add(packet.Annotations.Aggregate))
        {
            return packet;
        }

        Divert(1, packet);
        return null;
    }
}
