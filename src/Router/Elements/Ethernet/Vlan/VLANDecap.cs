using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Vlan;

/// <summary>Takes the VLAN tag out of Ethernet frames that have one (IEEE 802.1Q).</summary>
/// <syntax>VLANDecap(keywords ANNO true, ETHERTYPE 0x8100)</syntax>
/// <remarks>
/// With ANNO the tag is noted in the packet's annotation, 0 for a frame without one. ETHERTYPE is the type
/// that marks the tag. Frames without a tag pass unchanged.
/// </remarks>
public sealed class VLANDecap : SimpleElement
{
    private bool _notes;
    private ushort _etherType;

    /// <inheritdoc/>
    public override string ClassName => "VLANDecap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _notes = arguments.Keyword("ANNO", ArgumentTypes.Bool, true);
        _etherType = (ushort)arguments.Keyword(
            "ETHERTYPE", ArgumentTypes.Int32(0, ushort.MaxValue), VlanHeader.CustomerType);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        bool isTagged = VlanHeader.TryRead(packet.Data, _etherType, out ushort tag);
        if (_notes)
        {
            packet.Annotations.VlanTag = tag;
        }

        if (isTagged)
        {
            Span<byte> frame = packet.WritableData();
            frame[..VlanHeader.Offset].CopyTo(frame[VlanHeader.LengthBytes..]);
            packet.Pull(VlanHeader.LengthBytes);
            packet.SetMacHeader(0);
        }

        return packet;
    }
}
