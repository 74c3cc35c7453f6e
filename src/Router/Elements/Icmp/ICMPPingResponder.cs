using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Icmp;

/// <summary>Answers ICMP echo requests; what is none leaves at output 1.</summary>
/// <remarks>
/// ICMPPingResponder — one input, one or two outputs; output 1 is push. Needs the network header marked at
/// the data's start. The answer's destination is annotated. Handler: <c>count</c> (r).
/// </remarks>
public sealed class ICMPPingResponder : SimpleElement
{
    private const byte AnswerTimeToLive = 64;

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
        ReadOnlySpan<byte> data = packet.Data;
        if (Ipv4Header.TryRead(data, out Ipv4Header header) != Ipv4Fault.None || header.IsFragment
            || header.Protocol != IpProtocol.Icmp || header.HeaderLengthBytes != Ipv4Header.LengthBytes
            || !header.Source.IsUnicast || header.TotalLengthBytes != data.Length
            || IcmpHeader.TryRead(data[Ipv4Header.LengthBytes..], out IcmpHeader echo) != IcmpFault.None
            || echo.Type != IcmpType.Echo)
        {
            Divert(1, packet);
            return null;
        }

        Span<byte> answer = packet.WritableData();
        (echo with { Type = IcmpType.EchoReply }).Write(answer[Ipv4Header.LengthBytes..]);
        (header with
        {
            Source = header.Destination,
            Destination = header.Source,
            TimeToLive = AnswerTimeToLive,
        }).Write(answer);
        packet.SetNetworkHeader(0);
        packet.Annotations.DestinationIp = header.Source.Value;
        packet.Annotations.Kind = PacketKind.Host;
        _count++;
        return packet;
    }
}
