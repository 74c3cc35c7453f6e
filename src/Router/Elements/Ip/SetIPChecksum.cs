using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Writes the checksum of the IPv4 header.</summary>
/// <syntax>SetIPChecksum</syntax>
/// <remarks>
/// The header is the marked one, else the packet's start. A packet that cannot hold it is dropped; the first
/// one is told on the console.
/// </remarks>
/// <handler name="drops" access="r">Packets dropped.</handler>
public sealed class SetIPChecksum : SimpleElement
{
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "SetIPChecksum";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}");

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        Span<byte> header = packet.HasNetworkHeader ? packet.WritableNetworkHeader() : packet.WritableData();
        int headerBytes = header.Length < Ipv4Header.LengthBytes ? 0 : Ipv4Header.ReadHeaderLength(header);
        if (headerBytes < Ipv4Header.LengthBytes || headerBytes > header.Length)
        {
            if (++_drops == 1)
            {
                Environment.Console?.WriteMessage("SetIPChecksum: bad input packet");
            }

            packet.Kill();
            return null;
        }

        Ipv4Header.WriteChecksum(header[..headerBytes]);
        return packet;
    }
}
