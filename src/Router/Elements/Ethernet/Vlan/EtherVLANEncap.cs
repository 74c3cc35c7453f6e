using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Vlan;

/// <summary>Puts the same Ethernet header with a VLAN tag before every packet (IEEE 802.1Q).</summary>
/// <syntax>
/// EtherVLANEncap(ETHERTYPE, SRC, DST[, VLAN_TCI 0, VLAN_PCP 0, keywords VLAN_ID, NATIVE_VLAN 0])
/// </syntax>
/// <remarks>
/// VLAN_TCI is the whole tag, or ANNO for the packet's annotation; VLAN_ID (0 to 4095) and VLAN_PCP (0 to 7)
/// are its parts. Packets of VLAN NATIVE_VLAN (-1: none) get a header without a tag. Marks the link header.
/// </remarks>
/// <handler name="src" access="rw">SRC.</handler>
/// <handler name="dst" access="rw">DST.</handler>
/// <handler name="ethertype" access="rw">ETHERTYPE; read in decimal.</handler>
/// <handler name="vlan_tci" access="rw">VLAN_TCI.</handler>
/// <handler name="vlan_id" access="rw">VLAN_ID.</handler>
/// <handler name="vlan_pcp" access="rw">VLAN_PCP.</handler>
/// <handler name="native_vlan" access="rw">NATIVE_VLAN.</handler>
public sealed class EtherVLANEncap : SimpleElement
{
    private EthernetHeader _header;
    private VlanArguments _vlan;

    /// <inheritdoc/>
    public override string ClassName => "EtherVLANEncap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        int type = arguments.Mandatory("ETHERTYPE", ArgumentTypes.Int32(0, ushort.MaxValue));
        MacAddress source = arguments.Mandatory("SRC", ArgumentTypes.MacAddress(this));
        MacAddress destination = arguments.Mandatory("DST", ArgumentTypes.MacAddress(this));
        _header = new EthernetHeader(destination, source, (ushort)type);
        _vlan = VlanArguments.Read(arguments, mayComeFromAnnotation: true);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Value(
            "src",
            () => _header.Source.ToHyphenString(),
            ArgumentTypes.MacAddress(this),
            mac => _header = _header with { Source = mac });
        handlers.Value(
            "dst",
            () => _header.Destination.ToHyphenString(),
            ArgumentTypes.MacAddress(this),
            mac => _header = _header with { Destination = mac });
        handlers.Value(
            "ethertype",
            () => _header.EtherType,
            ArgumentTypes.Int32(0, ushort.MaxValue),
            type => _header = _header with { EtherType = (ushort)type });
        VlanArguments.AddHandlers(handlers, () => _vlan, vlan => _vlan = vlan, hasNative: true);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ushort tag = _vlan.TagOf(packet);
        if (_vlan.IsNative(tag))
        {
            _header.Write(packet.Push(EthernetHeader.LengthBytes));
        }
        else
        {
            Span<byte> frame = packet.Push(VlanHeader.FrameLengthBytes);
            _header.Write(frame);
            VlanHeader.Write(frame, VlanHeader.CustomerType, tag);
            BinaryPrimitives.WriteUInt16BigEndian(
                frame[(VlanHeader.Offset + VlanHeader.LengthBytes)..], _header.EtherType);
        }

        packet.SetMacHeader(0);
        return packet;
    }
}
