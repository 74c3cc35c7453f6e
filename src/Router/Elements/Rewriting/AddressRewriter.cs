using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting;

/// <summary>Rewrites addresses of IPv4 packets of any protocol, later fragments among them.</summary>
public abstract class AddressRewriter : FlowRewriter
{
    private const int DefaultTimeoutSeconds = 2 * 60 * 60;
    private const int DefaultGuaranteeSeconds = 5;
    private const int UdpChecksumOffset = 6;
    private const int TcpChecksumOffset = 16;

    private FlowTimeouts _timeouts;

    private protected AddressRewriter()
    {
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        AddCommonHandlers(handlers);
        RewriterHandlers.AddTable(handlers, this);
    }

    /// <inheritdoc/>
    private protected override void ReadTimeouts(ArgumentReader arguments) => _timeouts = new FlowTimeouts(
        Milliseconds(arguments, DefaultTimeoutSeconds, "TIMEOUT"),
        Milliseconds(arguments, DefaultGuaranteeSeconds, "GUARANTEE"));

    /// <inheritdoc/>
    private protected override FlowTimeouts TimeoutsOf(Flow flow) => _timeouts;

    /// <inheritdoc/>
    private protected override bool TryAdapt(in FlowKey packet, out FlowKey key)
    {
        key = new FlowKey(packet.Source, 0, packet.Destination, 0, 0);
        return true;
    }

    /// <inheritdoc/>
    private protected override bool TryReadKey(ReadOnlySpan<byte> packet, out FlowKey key)
    {
        bool isWhole = PacketFields.HasAddresses(packet);
        key = isWhole ? PacketFields.Addresses(packet) : default;
        return isWhole;
    }

    /// <inheritdoc/>
    private protected override void Rewrite(Span<byte> packet, in FlowEntry entry)
    {
        FlowKey before = PacketFields.Addresses(packet);
        FlowKey after = Apply(before, entry);
        ushort change = entry.AddressChange;
        PacketFields.SetAddresses(packet, after.Source, after.Destination, change);
        if (PacketFields.IsLaterFragment(packet))
        {
            return;
        }

        // The checksums of TCP and UDP cover the addresses (RFC 9293, 3.1; RFC 768).
        Span<byte> transport = packet[PacketFields.HeaderLength(packet)..];
        switch ((IpProtocol)PacketFields.Protocol(packet))
        {
            case IpProtocol.Tcp when transport.Length >= TcpChecksumOffset + sizeof(ushort):
                ChecksumChange.Apply(transport[TcpChecksumOffset..], change);
                break;
            case IpProtocol.Udp when transport.Length >= UdpChecksumOffset + sizeof(ushort):
                ChecksumChange.ApplyUdp(transport[UdpChecksumOffset..], change);
                break;
        }
    }
}
