using Xia.Internet.Wire;
using Xia.Router.Elements.Ip;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Icmp;

/// <summary>The IPv4 and ICMP headers that an element puts before packets.</summary>
internal sealed class IcmpEncapsulation
{
    private const byte TimeToLive = 255;
    private const int TimestampHeaderBytes = 20;
    private const int IdentifierShift = 16;

    private readonly byte _type;
    private readonly byte _code;
    private readonly ushort _identifier;
    private readonly int _messageHeaderBytes;
    private EncapsulationHeader _header;
    private IpAddress _source;
    private IpAddress _destination;
    private ushort _sequence = 1;

    /// <summary>Headers with these constants.</summary>
    public IcmpEncapsulation(
        IpAddress source, IpAddress destination, byte type, byte code, ushort identifier)
    {
        _source = source;
        _destination = destination;
        _type = type;
        _code = code;
        _identifier = identifier;
        _messageHeaderBytes = type is IcmpNames.Timestamp or IcmpNames.TimestampReply
            ? TimestampHeaderBytes
            : IcmpHeader.LengthBytes;
        _header = new EncapsulationHeader { TimeToLive = TimeToLive, Protocol = (byte)IpProtocol.Icmp };
    }

    /// <summary>Adds <c>src</c> and <c>dst</c>.</summary>
    public void AddHandlers(Element element, HandlerTable handlers)
    {
        handlers.Read("src", () => $"{_source}", HandlerFlags.Calm);
        handlers.Write("src", text => IpArguments.WriteAddress(element, text, ref _source));
        handlers.Read("dst", () => $"{_destination}", HandlerFlags.Calm);
        handlers.Write("dst", text => IpArguments.WriteAddress(element, text, ref _destination));
    }

    /// <summary>Puts the headers before a packet and marks them; kills one that gets too long.</summary>
    public bool TryWrite(Packet packet)
    {
        int headersBytes = Ipv4Header.LengthBytes + _messageHeaderBytes;
        if (packet.LengthBytes > Ipv4Header.MaximumPacketBytes - headersBytes)
        {
            packet.Kill();
            return false;
        }

        Span<byte> bytes = packet.Push(headersBytes);
        bytes[..headersBytes].Clear();
        uint rest = IcmpNames.IsSequenced(_type) ? ((uint)_identifier << IdentifierShift) | _sequence : 0;
        new IcmpHeader((IcmpType)_type, _code, rest).Write(bytes[Ipv4Header.LengthBytes..]);
        _header.Source = _source;
        _header.Identification = _sequence;
        _header.Write(bytes, _destination);
        _sequence = _sequence == ushort.MaxValue ? (ushort)1 : (ushort)(_sequence + 1);
        packet.Annotations.DestinationIp = _destination.Value;
        packet.SetNetworkHeader(0);
        packet.SetTransportHeader(Ipv4Header.LengthBytes);
        return true;
    }
}
