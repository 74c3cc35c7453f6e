using Xia.Internet.Wire;
using Xia.Router.Elements.Ip;
using Xia.Router.Packets;

namespace Xia.Router.Elements.TcpUdp;

/// <summary>The IPv4 and UDP headers that an element puts before packets.</summary>
internal struct UdpEncapsulation
{
    private const byte TimeToLive = 250;
    private const int HeadersBytes = Ipv4Header.LengthBytes + UdpHeader.HeaderLengthBytes;

    private readonly bool _checksum;
    private EncapsulationHeader _header;

    /// <summary>Headers with these constants.</summary>
    public UdpEncapsulation(IpAddress source, ushort sourcePort, ushort destinationPort, bool checksum)
    {
        _header = new EncapsulationHeader
        {
            TimeToLive = TimeToLive,
            Protocol = (byte)IpProtocol.Udp,
            Source = source,
        };
        SourcePort = sourcePort;
        DestinationPort = destinationPort;
        _checksum = checksum;
    }

    /// <summary>Who sends.</summary>
    public readonly IpAddress Source => _header.Source;

    /// <summary>The sender's port.</summary>
    public ushort SourcePort { get; set; }

    /// <summary>The receiver's port.</summary>
    public ushort DestinationPort { get; set; }

    /// <summary>The identification of the next packet.</summary>
    public ushort Identification
    {
        readonly get => _header.Identification;
        set => _header.Identification = value;
    }

    /// <summary>Puts the headers before a packet and marks them; kills one that gets too long.</summary>
    public bool TryWrite(Packet packet, IpAddress destination)
    {
        if (packet.LengthBytes > Ipv4Header.MaximumPacketBytes - HeadersBytes)
        {
            packet.Kill();
            return false;
        }

        Span<byte> bytes = packet.Push(HeadersBytes);
        _header.Write(bytes, destination);
        Span<byte> datagram = bytes[Ipv4Header.LengthBytes..];
        UdpBytes.WriteHeader(datagram, SourcePort, DestinationPort);
        if (_checksum)
        {
            UdpBytes.WriteChecksum(datagram, Source, destination);
        }

        packet.SetNetworkHeader(0);
        packet.SetTransportHeader(Ipv4Header.LengthBytes);
        return true;
    }
}
