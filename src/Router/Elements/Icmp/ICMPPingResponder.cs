using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Icmp;

/// <summary>Answers ICMP echo requests; what is none leaves at output 1.</summary>
/// <syntax>ICMPPingResponder</syntax>
/// <remarks>
/// Needs network and transport header marked. The request itself becomes the answer: addresses swapped, time
/// to live 255, no fragment flags, checksums mended but not checked. The answer's destination is annotated,
/// its paint is 0 and its time stamp now. Without an output 1, what is no request is dropped.
/// </remarks>
/// <handler name="count" access="r">Answers.</handler>
public sealed class ICMPPingResponder : SimpleElement
{
    private const byte AnswerTimeToLive = 255;
    private const int HeaderBytes = 8;

    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "ICMPPingResponder";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("count", () => $"{_count}\n");

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (!IsRequest(packet))
        {
            Divert(1, packet);
            return null;
        }

        int messageStart = packet.TransportOffset - packet.NetworkOffset;
        Span<byte> header = packet.WritableNetworkHeader();
        TurnRound(header);
        Span<byte> message = header[messageStart..];
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(message);
        message[0] = IcmpNames.EchoReply;
        message[1] = 0;
        IcmpHeader.MendChecksum(message, before, BinaryPrimitives.ReadUInt16BigEndian(message));
        packet.Annotations.DestinationIp = Ipv4Header.ReadDestination(header).Value;
        packet.Annotations.Kind = PacketKind.Host;
        packet.Annotations.Paint = 0;
        packet.Annotations.Timestamp = Now;
        _count++;
        return packet;
    }

    private static bool IsRequest(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        ReadOnlySpan<byte> message = packet.TransportHeader;
        return header.Length >= Ipv4Header.LengthBytes + HeaderBytes
            && packet.TransportOffset >= packet.NetworkOffset + Ipv4Header.LengthBytes
            && message.Length >= HeaderBytes
            && Ipv4Header.ReadProtocol(header) == IpProtocol.Icmp
            && !Ipv4Header.ReadChecked(header).IsLaterFragment
            && message[0] == IcmpNames.Echo;
    }

    // Swapping the addresses leaves the checksum as it is.
    private static void TurnRound(Span<byte> header)
    {
        IpAddress source = Ipv4Header.ReadSource(header);
        Ipv4Header.ReadDestination(header).Write(header[Ipv4Layout.SourceOffset..]);
        source.Write(header[Ipv4Layout.DestinationOffset..]);
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(header[Ipv4Layout.FragmentOffset..]);
        header.Slice(Ipv4Layout.FragmentOffset, sizeof(ushort)).Clear();
        Mend(header[Ipv4Layout.ChecksumOffset..], flags, 0);
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(header[Ipv4Layout.TimeToLiveOffset..]);
        header[Ipv4Layout.TimeToLiveOffset] = AnswerTimeToLive;
        ushort after = BinaryPrimitives.ReadUInt16BigEndian(header[Ipv4Layout.TimeToLiveOffset..]);
        Mend(header[Ipv4Layout.ChecksumOffset..], before, after);
    }

    private static void Mend(Span<byte> checksum, ushort before, ushort after) =>
        BinaryPrimitives.WriteUInt16BigEndian(
            checksum, InternetChecksum.Update(BinaryPrimitives.ReadUInt16BigEndian(checksum), before, after));
}
