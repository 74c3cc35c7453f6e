using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Notes an address out of the packet as its destination.</summary>
/// <remarks>
/// GetIPAddress(OFFSET) — one input, one output, agnostic. 16 is the destination of a bare IPv4 packet.
/// </remarks>
public sealed class GetIPAddress : SimpleElement
{
    private int _offset;

    /// <inheritdoc/>
    public override string ClassName => "GetIPAddress";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _offset = arguments.Mandatory("OFFSET", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes));

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.Data;
        packet.Annotations.DestinationIp = data.Length >= _offset + IpAddress.LengthBytes
            ? IpAddress.Read(data[_offset..]).Value
            : 0;
        return packet;
    }
}
