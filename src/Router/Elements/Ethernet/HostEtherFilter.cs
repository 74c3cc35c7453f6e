using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>
/// Passes frames for this station, for groups and for all, and notes on each which of these it was.
/// </summary>
/// <remarks>
/// HostEtherFilter(ETHER, keywords DROP_OWN false, DROP_OTHER true, OFFSET 0) — one input, one or two
/// outputs; frames that do not pass leave at output 1 (push) or are dropped. Marks the link header. Handler:
/// <c>drops</c> (r).
/// </remarks>
public sealed class HostEtherFilter : SimpleElement
{
    private MacAddress _address;
    private bool _dropOwn;
    private bool _dropOther;
    private int _offset;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "HostEtherFilter";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _address = arguments.Mandatory("ETHER", ArgumentTypes.Mac);
        _dropOwn = arguments.Positional("DROP_OWN", ArgumentTypes.Bool, false);
        _dropOther = arguments.Positional("DROP_OTHER", ArgumentTypes.Bool, true);
        _offset = arguments.Keyword("OFFSET", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes), 0);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}\n");

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes < _offset + EthernetHeader.LengthBytes)
        {
            _drops++;
            packet.Kill();
            return null;
        }

        ReadOnlySpan<byte> frame = packet.Data[_offset..];
        packet.SetMacHeader(_offset);
        var destination = MacAddress.Read(frame);
        packet.Annotations.Kind = destination == _address ? PacketKind.Host
            : destination.IsBroadcast ? PacketKind.Broadcast
            : destination.IsMulticast ? PacketKind.Multicast
            : PacketKind.OtherHost;
        bool own = _dropOwn && MacAddress.Read(frame[MacAddress.LengthBytes..]) == _address;
        if (own || (_dropOther && packet.Annotations.Kind == PacketKind.OtherHost))
        {
            _drops++;
            Divert(1, packet);
            return null;
        }

        return packet;
    }
}
