using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.TcpUdp;

/// <summary>Writes the checksum of UDP datagrams.</summary>
/// <syntax>SetUDPChecksum</syntax>
/// <remarks>
/// Needs network and transport header marked. Fragments, and packets that are too short, leave at output 1 or
/// are dropped; when dropped, the first one is told on the console.
/// </remarks>
public sealed class SetUDPChecksum : SimpleElement
{
    private bool _told;

    /// <inheritdoc/>
    public override string ClassName => "SetUDPChecksum";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        bool hasHeaders = packet.NetworkHeader.Length >= Ipv4Header.LengthBytes
            && packet.TransportHeader.Length >= UdpHeader.HeaderLengthBytes
            && packet.TransportOffset >= packet.NetworkOffset + Ipv4Header.LengthBytes;
        if (!hasHeaders || !TryWrite(packet))
        {
            if (OutputCount == 1 && !_told)
            {
                _told = true;
                Environment.Console?.WriteMessage($"{this}: fragment or short packet");
            }

            Divert(1, packet);
            return null;
        }

        return packet;
    }

    private static bool TryWrite(Packet packet)
    {
        int transportStart = packet.TransportOffset - packet.NetworkOffset;
        ReadOnlySpan<byte> read = packet.NetworkHeader;
        int lengthBytes = BinaryPrimitives.ReadUInt16BigEndian(
            read[(transportStart + UdpBytes.LengthOffset)..]);
        if (Ipv4Header.ReadChecked(read).IsFragment || lengthBytes < UdpHeader.HeaderLengthBytes
            || transportStart + lengthBytes > read.Length)
        {
            return false;
        }

        Span<byte> header = packet.WritableNetworkHeader();
        UdpBytes.WriteChecksum(
            header.Slice(transportStart, lengthBytes),
            Ipv4Header.ReadSource(header),
            Ipv4Header.ReadDestination(header));
        return true;
    }
}
