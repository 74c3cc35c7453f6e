using Xia.Internet.Wire;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>Writes an Ethernet address into an annotation of packets.</summary>
/// <syntax>SetEtherAddress(ADDR, ANNO)</syntax>
/// <remarks>ANNO names six bytes of annotations.</remarks>
/// <handler name="addr" access="rw">ADDR.</handler>
public sealed class SetEtherAddress : SimpleElement
{
    private MacAddress _address;
    private int _annotation;

    /// <inheritdoc/>
    public override string ClassName => "SetEtherAddress";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _address = arguments.Mandatory("ADDR", ArgumentTypes.MacAddress(this));
        _annotation = arguments.Mandatory("ANNO", ArgumentTypes.Annotation(MacAddress.LengthBytes));
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Value(
        "addr",
        () => _address.ToHyphenString(),
        ArgumentTypes.MacAddress(this),
        address => _address = address);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        _address.Write(packet.Annotations.Area[_annotation..]);
        return packet;
    }
}
