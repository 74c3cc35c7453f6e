using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Sets the aggregate annotation to the packet's length, with extra length.</summary>
/// <syntax>AggregateLength([keyword IP false])</syntax>
/// <remarks>
/// IP counts from the IP header on; packets without one leave at output 1, if there is one.
/// </remarks>
public sealed class AggregateLength : SimpleElement
{
    private bool _ip;

    /// <inheritdoc/>
    public override string ClassName => "AggregateLength";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _ip = arguments.Keyword("IP", ArgumentTypes.Bool, false);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (_ip && !packet.HasNetworkHeader)
        {
            Divert(1, packet);
            return null;
        }

        int offset = _ip ? packet.NetworkOffset : 0;
        ref PacketAnnotations annotations = ref packet.Annotations;
        annotations.Aggregate = (uint)(packet.LengthBytes - offset) + annotations.ExtraLengthBytes;
        return packet;
    }
}
