using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Vlan;

/// <summary>Sets the VLAN annotation of packets.</summary>
/// <syntax>SetVLANAnno([VLAN_TCI 0, VLAN_PCP 0, keyword VLAN_ID])</syntax>
/// <remarks>VLAN_TCI is the whole tag; VLAN_ID (0 to 4095) and VLAN_PCP (0 to 7) are its parts.</remarks>
/// <handler name="vlan_tci" access="rw">VLAN_TCI.</handler>
/// <handler name="vlan_id" access="rw">VLAN_ID.</handler>
/// <handler name="vlan_pcp" access="rw">VLAN_PCP.</handler>
public sealed class SetVLANAnno : SimpleElement
{
    private VlanArguments _vlan;

    /// <inheritdoc/>
    public override string ClassName => "SetVLANAnno";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _vlan = VlanArguments.Read(arguments, mayComeFromAnnotation: false);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        VlanArguments.AddHandlers(handlers, () => _vlan, vlan => _vlan = vlan, hasNative: false);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        packet.Annotations.VlanTag = _vlan.TagOf(packet);
        return packet;
    }
}
