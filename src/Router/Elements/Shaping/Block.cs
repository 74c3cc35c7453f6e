using System.Buffers.Binary;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Shaping;

/// <summary>Sends packets whose rate annotation is above a bound to output 1.</summary>
/// <syntax>Block(THRESH)</syntax>
/// <remarks>
/// The annotation is the number of four bytes at offset 20, where a rate monitor leaves the rate of a
/// packet's destination. THRESH 0 sends all packets to output 0.
/// </remarks>
/// <handler name="thresh" access="rw">THRESH.</handler>
public sealed class Block : SwitchElement
{
    private const int AnnotationOffset = 20;

    private int _threshold;

    /// <inheritdoc/>
    public override string ClassName => "Block";

    /// <inheritdoc/>
    public override string PortCounts => "1/2";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _threshold = arguments.Mandatory("THRESH", ArgumentTypes.Int32());

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Value(
        "thresh", () => _threshold, ArgumentTypes.Int32(), threshold => _threshold = threshold);

    /// <inheritdoc/>
    protected override int Choose(Packet packet)
    {
        int rate = BinaryPrimitives.ReadInt32LittleEndian(packet.Annotations.Area[AnnotationOffset..]);
        return _threshold == 0 || rate <= _threshold ? 0 : 1;
    }
}
