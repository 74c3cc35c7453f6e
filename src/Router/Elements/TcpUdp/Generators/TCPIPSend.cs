using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.TcpUdp.Generators;

/// <summary>Makes TCP segments without payload when it is told to.</summary>
/// <syntax>TCPIPSend</syntax>
/// <remarks>
/// What is written to <c>send</c> is <c>SRC SPORT DST DPORT SEQNO ACKNO FLAGS [COUNT 1] [STOP false]</c>:
/// addresses and ports, the sequence and the acknowledgement number, the flags as a number (FIN 1, SYN 2, RST
/// 4, PSH 8, ACK 16, URG 32), how many segments (at most 1000000), and whether to stop the driver afterwards.
/// </remarks>
/// <handler name="send" access="w">Sends segments.</handler>
/// <example>write t.send 1.0.0.1 80 2.0.0.2 1024 0 0 2</example>
public sealed class TCPIPSend : Element
{
    private const int PacketBytes = Ipv4Header.LengthBytes + TcpHeader.MinimumLengthBytes;
    private const int MaximumCount = 1_000_000;
    private const byte TimeToLive = 255;
    private const ushort Window = 32_120;
    private const int DestinationPortOffset = 2;
    private const int SequenceOffset = 4;
    private const int AcknowledgementOffset = 8;
    private const int DataOffsetByte = 12;
    private const int FlagsByte = 13;
    private const int WindowOffset = 14;
    private const int ChecksumOffset = 16;

    /// <inheritdoc/>
    public override string ClassName => "TCPIPSend";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    /// <inheritdoc/>
    public override string Processing => "/h";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Write("send", Send);
    }

    private string? Send(string text)
    {
        var arguments = new ArgumentReader(ArgumentText.Words(text));
        IpAddress source = arguments.Mandatory("SRC", ArgumentTypes.IpAddress(this));
        ushort sourcePort = arguments.Mandatory("SPORT", ArgumentTypes.TcpPort(this));
        IpAddress destination = arguments.Mandatory("DST", ArgumentTypes.IpAddress(this));
        ushort destinationPort = arguments.Mandatory("DPORT", ArgumentTypes.TcpPort(this));
        uint sequence = arguments.Mandatory("SEQNO", ArgumentTypes.UInt32());
        uint acknowledgement = arguments.Mandatory("ACKNO", ArgumentTypes.UInt32());
        uint flags = arguments.Mandatory("FLAGS", ArgumentTypes.UInt32(0, byte.MaxValue));
        int count = arguments.Positional("COUNT", ArgumentTypes.Int32(0, MaximumCount), 1);
        bool stops = arguments.Positional("STOP", ArgumentTypes.Bool, false);
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return string.Join('\n', arguments.Errors);
        }

        for (int sent = 0; sent < count; sent++)
        {
            Packet packet = Pool.Take(PacketBytes);
            Span<byte> bytes = packet.WritableData();
            Span<byte> segment = bytes[Ipv4Header.LengthBytes..];
            segment.Clear();
            BinaryPrimitives.WriteUInt16BigEndian(segment, sourcePort);
            BinaryPrimitives.WriteUInt16BigEndian(segment[DestinationPortOffset..], destinationPort);
            BinaryPrimitives.WriteUInt32BigEndian(segment[SequenceOffset..], sequence);
            BinaryPrimitives.WriteUInt32BigEndian(segment[AcknowledgementOffset..], acknowledgement);
            segment[DataOffsetByte] = TcpHeader.MinimumLengthBytes / sizeof(uint) << 4;
            segment[FlagsByte] = (byte)flags;
            BinaryPrimitives.WriteUInt16BigEndian(segment[WindowOffset..], Window);
            BinaryPrimitives.WriteUInt16BigEndian(
                segment[ChecksumOffset..],
                PseudoHeader.Checksum(source, destination, IpProtocol.Tcp, segment));
            WriteIpHeader(bytes, source, destination);
            packet.SetNetworkHeader(0);
            packet.SetTransportHeader(Ipv4Header.LengthBytes);
            Output(0).Push(packet);
        }

        if (stops)
        {
            Router.RequestStop();
        }

        return null;
    }

    private static void WriteIpHeader(Span<byte> packet, IpAddress source, IpAddress destination) =>
        new Ipv4Header
        {
            TotalLengthBytes = packet.Length,
            FragmentField = Ipv4Header.DontFragment,
            TimeToLive = TimeToLive,
            Protocol = IpProtocol.Tcp,
            Source = source,
            Destination = destination,
        }.Write(packet);
}
