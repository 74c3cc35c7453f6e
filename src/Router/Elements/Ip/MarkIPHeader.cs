using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>
/// Marks where the IPv4 header is, unchecked but for its length; a packet that cannot hold it is dropped.
/// </summary>
/// <remarks>MarkIPHeader([OFFSET 0]) — one input, one output, agnostic.</remarks>
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
        if (data.Length < _offset + Ipv4Header.LengthBytes
            || data.Length < _offset + Ipv4Header.ReadHeaderLength(data[_offset..]))
        {
            packet.Kill();
            return null;
        }

        packet.SetNetworkHeader(_offset);
        packet.SetTransportHeader(_offset + Ipv4Header.ReadHeaderLength(data[_offset..]));
        return packet;
    }
}
