using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Cuts the payload of IPv4 packets short.</summary>
/// <syntax>TruncateIPPayload([LENGTH 0, TRANSPORT true, keywords EXTRA_LENGTH true])</syntax>
/// <remarks>
/// At most LENGTH bytes stay behind the TCP, UDP or ICMP header, or behind the IP header if TRANSPORT is
/// false or the protocol is another one. A packet without the mark of a network header keeps its first LENGTH
/// bytes. The headers stay as they are; with EXTRA_LENGTH, what is cut off is added to the extra length
/// annotation.
/// </remarks>
public sealed class TruncateIPPayload : SimpleElement
{
    private const ushort OffsetMask = 0x1fff;
    private const int TcpLengthOffset = 12;
    private const int IcmpHeaderBytes = 8;

    private long _payloadBytes;
    private bool _keepsTransport;
    private bool _notesExtraLength;

    /// <inheritdoc/>
    public override string ClassName => "TruncateIPPayload";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _payloadBytes = arguments.Positional("LENGTH", ArgumentTypes.UInt32(), 0u);
        _keepsTransport = arguments.Positional("TRANSPORT", ArgumentTypes.Bool, true);
        _notesExtraLength = arguments.Keyword("EXTRA_LENGTH", ArgumentTypes.Bool, true);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        long keptBytes = _payloadBytes + HeadersBytes(packet);
        if (packet.LengthBytes > keptBytes)
        {
            int cutBytes = packet.LengthBytes - (int)keptBytes;
            packet.Take(cutBytes);
            if (_notesExtraLength)
            {
                packet.Annotations.ExtraLengthBytes += (uint)cutBytes;
            }
        }

        return packet;
    }

    // From the first byte of the packet to that of the payload.
    private int HeadersBytes(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (header.Length < Ipv4Header.LengthBytes)
        {
            return 0;
        }

        int headerBytes = Ipv4Header.ReadHeaderLength(header);
        bool isFirst = (BinaryPrimitives.ReadUInt16BigEndian(header[6..]) & OffsetMask) == 0;
        if (_keepsTransport && isFirst)
        {
            headerBytes += TransportBytes(Ipv4Header.ReadProtocol(header), header, headerBytes);
        }

        return Math.Max(0, packet.NetworkOffset + headerBytes);
    }

    private static int TransportBytes(IpProtocol protocol, ReadOnlySpan<byte> packet, int start) =>
        protocol switch
        {
            IpProtocol.Tcp when packet.Length > start + TcpLengthOffset =>
                packet[start + TcpLengthOffset] >> 4 << 2,
            IpProtocol.Udp => UdpHeader.HeaderLengthBytes,
            IpProtocol.Icmp => IcmpHeaderBytes,
            _ => 0,
        };
}
