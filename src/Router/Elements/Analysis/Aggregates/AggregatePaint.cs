using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Sets the aggregate annotation to the paint annotation, or its lowest bits.</summary>
/// <syntax>AggregatePaint([BITS 8, keyword INCREMENTAL false])</syntax>
/// <remarks>INCREMENTAL shifts the old annotation up by BITS and adds to it.</remarks>
public sealed class AggregatePaint : SimpleElement
{
    private const int MaximumBits = 8;

    private int _bits;
    private bool _incremental;

    /// <inheritdoc/>
    public override string ClassName => "AggregatePaint";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _bits = arguments.Positional("BITS", ArgumentTypes.Int32(), MaximumBits);
        _incremental = arguments.Keyword("INCREMENTAL", ArgumentTypes.Bool, false);
        arguments.Complete();
        if (arguments.Errors.Count == 0 && _bits is <= 0 or > MaximumBits)
        {
            arguments.Error("bad number of bits");
        }
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ref PacketAnnotations annotations = ref packet.Annotations;
        uint value = annotations.Paint & ((1U << _bits) - 1);
        annotations.Aggregate = _incremental ? (annotations.Aggregate << _bits) + value : value;
        return packet;
    }
}
