using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Marks where the IPv4 header and the transport header are, and checks nothing.</summary>
/// <syntax>MarkIPHeader([OFFSET 0])</syntax>
/// <remarks>
/// OFFSET: bytes before the IPv4 header. What does not lie in the packet is marked at its end.
/// </remarks>
public sealed class MarkIPHeader : SimpleElement
{
    private int _offset;

    /// <inheritdoc/>
    public override string ClassName => "MarkIPHeader";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _offset = arguments.Positional("OFFSET", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes), 0);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.Data;
        int start = Math.Min(_offset, data.Length);
        int headerBytes = start < data.Length ? Ipv4Header.ReadHeaderLength(data[start..]) : 0;
        packet.SetNetworkHeader(start);
        packet.SetTransportHeader(Math.Min(start + headerBytes, data.Length));
        return packet;
    }
}
