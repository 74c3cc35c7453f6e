using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Notes a fixed address, as a rule as the packet's destination.</summary>
/// <syntax>SetIPAddress(IPADDR[, keyword ANNO DST_IP])</syntax>
/// <remarks>ANNO: an annotation of 4 bytes.</remarks>
/// <handler name="addr" access="rw">The address.</handler>
public sealed class SetIPAddress : SimpleElement
{
    private IpAddress _address;
    private int _annotation;

    /// <inheritdoc/>
    public override string ClassName => "SetIPAddress";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _address = arguments.Mandatory("IPADDR", ArgumentTypes.IpAddress(this));
        _annotation = arguments.Keyword(
            "ANNO", ArgumentTypes.Annotation(IpAddress.LengthBytes), PacketAnnotations.DestinationIpOffset);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("addr", () => $"{_address}");
        handlers.Write("addr", text => IpArguments.WriteAddress(this, text, ref _address));
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        _address.Write(packet.Annotations.Area[_annotation..]);
        return packet;
    }
}
