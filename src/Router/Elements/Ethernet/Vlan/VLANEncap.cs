using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Vlan;

/// <summary>Puts a VLAN tag into Ethernet frames (IEEE 802.1Q).</summary>
/// <syntax>VLANEncap([VLAN_TCI 0, VLAN_PCP 0, keywords VLAN_ID, NATIVE_VLAN 0, ETHERTYPE 0x8100])</syntax>
/// <remarks>
/// VLAN_TCI is the whole tag, or ANNO for the packet's annotation; VLAN_ID (0 to 4095) and VLAN_PCP (0 to 7)
/// are its parts. Frames of VLAN NATIVE_VLAN (-1: none) pass without a tag. ETHERTYPE is the type that marks
/// the tag, such as 0x88a8. Frames without whole addresses are dropped.
/// </remarks>
/// <handler name="vlan_tci" access="rw">VLAN_TCI.</handler>
/// <handler name="vlan_id" access="rw">VLAN_ID.</handler>
/// <handler name="vlan_pcp" access="rw">VLAN_PCP.</handler>
/// <handler name="native_vlan" access="rw">NATIVE_VLAN.</handler>
/// <handler name="ethertype" access="rw">ETHERTYPE.</handler>
public sealed class VLANEncap : SimpleElement
{
    private VlanArguments _vlan;
    private ushort _etherType;

    /// <inheritdoc/>
    public override string ClassName => "VLANEncap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _vlan = VlanArguments.Read(arguments, mayComeFromAnnotation: true);
        _etherType = (ushort)arguments.Keyword(
            "ETHERTYPE", ArgumentTypes.Int32(0, ushort.MaxValue), VlanHeader.CustomerType);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        VlanArguments.AddHandlers(handlers, () => _vlan, vlan => _vlan = vlan, hasNative: true);
        handlers.Value(
            "ethertype",
            () => _etherType,
            ArgumentTypes.Int32(0, ushort.MaxValue),
            type => _etherType = (ushort)type);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ushort tag = _vlan.TagOf(packet);
        if (_vlan.IsNative(tag))
        {
            return packet;
        }

        if (packet.LengthBytes < VlanHeader.Offset)
        {
            packet.Kill();
            return null;
        }

        Span<byte> frame = packet.Push(VlanHeader.LengthBytes);
        frame.Slice(VlanHeader.LengthBytes, VlanHeader.Offset).CopyTo(frame);
        VlanHeader.Write(frame, _etherType, tag);
        packet.SetMacHeader(0);
        return packet;
    }
}
