using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Takes one hop off the time to live and mends the checksum.</summary>
/// <remarks>
/// DecIPTTL — one input, one or two outputs; packets whose last hop this was leave unchanged at output 1
/// (push) or are dropped. Needs the network header marked. Handler: <c>drops</c> (r).
/// </remarks>
public sealed class DecIPTTL : SimpleElement
{
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "DecIPTTL";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}\n");

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (header.Length < Ipv4Header.LengthBytes || Ipv4Header.ReadTimeToLive(header) <= 1)
        {
            _drops++;
            Divert(1, packet);
            return null;
        }

        Ipv4Header.DecrementTimeToLive(packet.WritableNetworkHeader());
        return packet;
    }
}
