using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.TcpUdp;

/// <summary>Writes the checksum of TCP segments.</summary>
/// <syntax>SetTCPChecksum([FIXOFF false])</syntax>
/// <remarks>
/// Needs network and transport header marked. With FIXOFF a header length that cannot be is mended first. A
/// packet whose lengths are wrong is told on the console and dropped.
/// </remarks>
public sealed class SetTCPChecksum : SimpleElement
{
    private const int HeaderBytes = 20;
    private const int DataOffsetByte = 12;
    private const int ChecksumOffset = 16;

    private bool _fixesOffset;

    /// <inheritdoc/>
    public override string ClassName => "SetTCPChecksum";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _fixesOffset = arguments.Positional("FIXOFF", ArgumentTypes.Bool, false);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        Span<byte> header = packet.HasNetworkHeader && packet.HasTransportHeader
            ? packet.WritableNetworkHeader()
            : default;
        int headerBytes = header.Length < Ipv4Header.LengthBytes ? 0 : Ipv4Header.ReadHeaderLength(header);
        int segmentBytes = headerBytes == 0 ? 0 : Ipv4Header.ReadTotalLength(header) - headerBytes;
        if (segmentBytes < HeaderBytes || headerBytes + segmentBytes > header.Length)
        {
            Environment.Console?.WriteMessage("SetTCPChecksum: bad lengths");
            packet.Kill();
            return null;
        }

        Span<byte> segment = header.Slice(headerBytes, segmentBytes);
        if (_fixesOffset)
        {
            FixOffset(segment, Ipv4Header.ReadChecked(header).IsFragment);
        }

        segment.Slice(ChecksumOffset, sizeof(ushort)).Clear();
        ushort checksum = PseudoHeader.Checksum(
            Ipv4Header.ReadSource(header), Ipv4Header.ReadDestination(header), IpProtocol.Tcp, segment);
        BinaryPrimitives.WriteUInt16BigEndian(segment[ChecksumOffset..], checksum);
        return packet;
    }

    private static void FixOffset(Span<byte> segment, bool isFragment)
    {
        int words = segment[DataOffsetByte] >> 4;
        if (words < HeaderBytes / sizeof(uint))
        {
            words = HeaderBytes / sizeof(uint);
        }
        else if (words * sizeof(uint) > segment.Length && !isFragment)
        {
            words = segment.Length / sizeof(uint);
        }

        segment[DataOffsetByte] = (byte)((segment[DataOffsetByte] & 0xf) | (words << 4));
    }
}
