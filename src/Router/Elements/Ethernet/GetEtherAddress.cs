using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>Copies an Ethernet address from packets into an annotation.</summary>
/// <syntax>GetEtherAddress(ANNO, OFFSET)</syntax>
/// <remarks>
/// ANNO names six bytes of annotations. OFFSET in bytes, or <c>src</c> or <c>dst</c> for the places in an
/// Ethernet header. A packet that ends before leaves at output 1, or is dropped when that is not in use.
/// </remarks>
public sealed class GetEtherAddress : SimpleElement
{
    private int _annotation;
    private int _offset;

    /// <inheritdoc/>
    public override string ClassName => "GetEtherAddress";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _annotation = arguments.Mandatory("ANNO", ArgumentTypes.Annotation(MacAddress.LengthBytes));
        _offset = EtherAddressOffset.Read(arguments);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes < _offset + MacAddress.LengthBytes)
        {
            Divert(1, packet);
            return null;
        }

        packet.Data.Slice(_offset, MacAddress.LengthBytes).CopyTo(packet.Annotations.Area[_annotation..]);
        return packet;
    }
}
