using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Takes XIP packets out of UDP in IPv4, as <see cref="XIAIPEncap"/> put them in.</summary>
/// <syntax>XIAIPDecap(PORT 13781)</syntax>
/// <remarks>
/// Data starts at the IPv4 header. Anything but a whole, sound UDP datagram to PORT leaves unchanged at
/// output 1 where that is in use, else it is dropped. The XIP header is not checked.
/// </remarks>
/// <handler name="drops" access="r">Packets that were something else.</handler>
public sealed class XIAIPDecap : SimpleElement
{
    private int _port;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "XIAIPDecap";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _port = arguments.Positional(
            "PORT", ArgumentTypes.Int32(1, ushort.MaxValue), XIAIPEncap.DefaultPort);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}\n");

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.Data;
        if (Ipv4Header.TryRead(data, out Ipv4Header header) != Ipv4Fault.None || header.IsFragment
            || header.Protocol != IpProtocol.Udp
            || UdpHeader.TryRead(
                data[header.HeaderLengthBytes..header.TotalLengthBytes],
                header.Source,
                header.Destination,
                out UdpHeader datagram) != UdpFault.None
            || datagram.DestinationPort != _port)
        {
            _drops++;
            Divert(1, packet);
            return null;
        }

        int headerBytes = header.HeaderLengthBytes + UdpHeader.HeaderLengthBytes;
        packet.Take(data.Length - header.HeaderLengthBytes - datagram.LengthBytes);
        packet.Pull(headerBytes);
        packet.SetNetworkHeader(0);
        return packet;
    }
}
