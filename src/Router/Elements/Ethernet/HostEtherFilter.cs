using Xia.Internet.Wire;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>
/// Passes frames for this station, for groups and for all, and notes on each which of these it was.
/// </summary>
/// <syntax>HostEtherFilter(ETHER[, DROP_OWN false, DROP_OTHER true, keyword OFFSET 0])</syntax>
/// <remarks>
/// Acts as the hardware of a device with address ETHER. With DROP_OWN frames from ETHER do not pass, with
/// DROP_OTHER those to other stations; they leave at output 1, or are dropped when that is not in use. The
/// Ethernet header begins OFFSET bytes in and is marked as the link header. Frames without a whole header are
/// dropped.
/// </remarks>
/// <handler name="ether" access="rw">ETHER.</handler>
/// <handler name="drops" access="r">Frames that did not pass.</handler>
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
        _address = arguments.Mandatory("ETHER", ArgumentTypes.MacAddress(this));
        _dropOwn = arguments.Positional("DROP_OWN", ArgumentTypes.Bool, false);
        _dropOther = arguments.Positional("DROP_OTHER", ArgumentTypes.Bool, true);
        _offset = arguments.Keyword("OFFSET", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes), 0);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Value(
            "ether",
            () => _address.ToHyphenString(),
            ArgumentTypes.MacAddress(this),
            address => _address = address);
        handlers.Read("drops", () => $"{_drops}");
    }

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
