using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Vlan;

/// <summary>Takes the Ethernet header off, with its VLAN tag if it has one, and notes the tag.</summary>
/// <syntax>StripEtherVLANHeader([NATIVE_VLAN 0])</syntax>
/// <remarks>
/// A frame without a tag of type 0x8100 is of VLAN NATIVE_VLAN; when that is -1, it leaves at output 1
/// unchanged, or is dropped when that is not in use. So are frames without a whole header. Marks link and
/// network header.
/// </remarks>
public sealed class StripEtherVLANHeader : SimpleElement
{
    private int _nativeId;

    /// <inheritdoc/>
    public override string ClassName => "StripEtherVLANHeader";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _nativeId = arguments.Positional("NATIVE_VLAN", ArgumentTypes.Int32(), 0);
        if (_nativeId is < -1 or > 0xfff)
        {
            arguments.Error("bad NATIVE_VLAN");
        }
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        bool isTagged = VlanHeader.TryRead(packet.Data, VlanHeader.CustomerType, out ushort tag);
        if (packet.LengthBytes < EthernetHeader.LengthBytes || (!isTagged && _nativeId < 0))
        {
            Divert(1, packet);
            return null;
        }

        packet.Annotations.VlanTag = isTagged ? tag : (ushort)_nativeId;
        packet.SetMacHeader(0);
        packet.Pull(isTagged ? VlanHeader.FrameLengthBytes : EthernetHeader.LengthBytes);
        packet.SetNetworkHeader(0);
        return packet;
    }
}
