using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Swaps source and destination.</summary>
/// <syntax>IPMirror([DST_ANNO true])</syntax>
/// <remarks>
/// Addresses; in first fragments of TCP and UDP the ports, and of TCP sequence and acknowledgement numbers.
/// No checksum changes by that. With DST_ANNO the new destination is annotated. Needs the network header
/// marked.
/// </remarks>
public sealed class IPMirror : SimpleElement
{
    private const int PortBytes = 2;
    private const int TcpNumbersOffset = 4;
    private const int TcpNumbersBytes = 8;
    private const int NeededBytes = 8;

    private bool _annotates;

    /// <inheritdoc/>
    public override string ClassName => "IPMirror";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _annotates = arguments.Positional("DST_ANNO", ArgumentTypes.Bool, true);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.NetworkHeader.Length < Ipv4Header.LengthBytes)
        {
            return packet;
        }

        Span<byte> header = packet.WritableNetworkHeader();
        Swap(header.Slice(Ipv4Layout.SourceOffset, 2 * IpAddress.LengthBytes));
        if (_annotates)
        {
            packet.Annotations.DestinationIp = Ipv4Header.ReadDestination(header).Value;
        }

        bool isLaterFragment = (BinaryPrimitives.ReadUInt16BigEndian(header[Ipv4Layout.FragmentOffset..])
            & Ipv4Layout.FragmentOffsetMask) != 0;
        IpProtocol protocol = Ipv4Header.ReadProtocol(header);
        Span<byte> transport = header[Math.Min(Ipv4Header.ReadHeaderLength(header), header.Length)..];
        if (protocol is not (IpProtocol.Tcp or IpProtocol.Udp) || isLaterFragment
            || transport.Length < NeededBytes)
        {
            return packet;
        }

        Swap(transport[..(2 * PortBytes)]);
        if (protocol == IpProtocol.Tcp && transport.Length >= TcpNumbersOffset + TcpNumbersBytes)
        {
            Swap(transport.Slice(TcpNumbersOffset, TcpNumbersBytes));
        }

        return packet;
    }

    // Swaps the two halves.
    private static void Swap(Span<byte> pair)
    {
        int half = pair.Length / 2;
        for (int index = 0; index < half; index++)
        {
            (pair[index], pair[half + index]) = (pair[half + index], pair[index]);
        }
    }
}
