using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Overlay.Identifiers;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Carries XIP packets over the Internet: in UDP, in IPv4.</summary>
/// <syntax>XIAIPEncap(SRC, keywords DST, PORT 13781)</syntax>
/// <remarks>
/// SRC is this node's IPv4 address. Without DST, the address is that of the packet's neighbour, which then is
/// of the type uni4id (4ID), whose last four bytes are an IPv4 address; packets with other neighbours are
/// dropped. PORT is the UDP port at both ends.
/// </remarks>
/// <handler name="drops" access="r">Packets without an address, or too long.</handler>
/// <handler name="src" access="r">This node's address.</handler>
public sealed class XIAIPEncap : SimpleElement
{
    /// <summary>The UDP port of XIP.</summary>
    internal const ushort DefaultPort = 13_781;

    private const XidType Uni4Id = (XidType)0x14;
    private const int HeaderBytes = Ipv4Header.LengthBytes + UdpHeader.HeaderLengthBytes;
    private const byte TimeToLive = 64;

    private IpAddress _source;
    private IpAddress _destination;
    private ushort _port;
    private ushort _identification;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "XIAIPEncap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _source = arguments.Mandatory("SRC", ArgumentTypes.IpAddress(this));
        _destination = arguments.Keyword("DST", ArgumentTypes.IpAddress(this), IpAddress.Any);
        _port = (ushort)arguments.Keyword("PORT", ArgumentTypes.Int32(1, ushort.MaxValue), DefaultPort);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => $"{_drops}\n");
        handlers.Read("src", () => $"{_source}\n");
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        IpAddress destination = _destination == IpAddress.Any
            ? AddressOf(packet.Annotations.NextHop)
            : _destination;
        if (destination == IpAddress.Any || packet.LengthBytes + HeaderBytes > Ipv4Header.MaximumPacketBytes)
        {
            _drops++;
            packet.Kill();
            return null;
        }

        Span<byte> bytes = packet.Push(HeaderBytes);
        new Ipv4Header
        {
            TotalLengthBytes = bytes.Length,
            Identification = _identification++,
            TimeToLive = TimeToLive,
            Protocol = IpProtocol.Udp,
            Source = _source,
            Destination = destination,
        }.Write(bytes);
        Span<byte> datagram = bytes[Ipv4Header.LengthBytes..];
        new UdpHeader(_port, _port, datagram.Length).Write(datagram, _source, destination);
        packet.SetNetworkHeader(0);
        packet.SetTransportHeader(Ipv4Header.LengthBytes);
        packet.Annotations.DestinationIp = destination.Value;
        return packet;
    }

    private static IpAddress AddressOf(Xid neighbour)
    {
        if (neighbour.Type != Uni4Id)
        {
            return IpAddress.Any;
        }

        Span<byte> id = stackalloc byte[Xid.IdLengthBytes];
        neighbour.CopyIdTo(id);
        return new IpAddress(BinaryPrimitives.ReadUInt32BigEndian(id[^sizeof(uint)..]));
    }
}
