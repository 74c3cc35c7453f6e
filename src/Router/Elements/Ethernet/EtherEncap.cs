using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>Puts the same Ethernet header before every packet.</summary>
/// <remarks>EtherEncap(ETHERTYPE, SRC, DST) — one input, one output, agnostic.</remarks>
public sealed class EtherEncap : SimpleElement
{
    private EthernetHeader _header;

    /// <inheritdoc/>
    public override string ClassName => "EtherEncap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        int type = arguments.Mandatory("ETHERTYPE", ArgumentTypes.Int32(0, ushort.MaxValue));
        MacAddress source = arguments.Mandatory("SRC", ArgumentTypes.Mac);
        MacAddress destination = arguments.Mandatory("DST", ArgumentTypes.Mac);
        _header = new EthernetHeader(destination, source, (ushort)type);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        _header.Write(packet.Push(EthernetHeader.LengthBytes));
        packet.SetMacHeader(0);
        return packet;
    }
}
