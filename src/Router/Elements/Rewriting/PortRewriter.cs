using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting;

/// <summary>Rewrites addresses and ports of TCP and UDP packets, and their checksums.</summary>
public abstract class PortRewriter : FlowRewriter
{
    private protected const int DefaultTimeoutSeconds = 300;
    private protected const int DefaultGuaranteeSeconds = 5;

    private protected const int UdpHeaderLengthBytes = 8;
    private protected const int TcpHeaderLengthBytes = 20;
    private const int UdpChecksumOffset = 6;
    private const int TcpChecksumOffset = 16;

    private protected PortRewriter()
    {
    }

    /// <summary>What tells the flows of a protocol apart: its number, or 0 when nothing does.</summary>
    /// <returns>Whether packets of the protocol are rewritten.</returns>
    private protected abstract bool TryGetMark(byte protocol, out byte mark);

    /// <summary>Notes what a packet shows of its flow, and rewrites what else there is to rewrite.</summary>
    /// <param name="packet">From the network header on; addresses and ports are rewritten.</param>
    /// <param name="transportOffset">Where TCP or UDP begins.</param>
    /// <param name="entry">The direction of the flow.</param>
    private protected abstract void Note(Span<byte> packet, int transportOffset, in FlowEntry entry);

    /// <inheritdoc/>
    internal override string Describe(in FlowKey key) => key.ToString();

    /// <inheritdoc/>
    private protected override bool TryAdapt(in FlowKey packet, out FlowKey key)
    {
        bool known = TryGetMark(packet.Protocol, out byte mark);
        key = new FlowKey(
            packet.Source, packet.SourcePort, packet.Destination, packet.DestinationPort, mark);
        return known;
    }

    /// <inheritdoc/>
    private protected override FlowKey Apply(in FlowKey packet, in FlowEntry entry)
    {
        FlowKey target = entry.Target;
        return new FlowKey(
            target.Source, target.SourcePort, target.Destination, target.DestinationPort, packet.Protocol);
    }

    /// <inheritdoc/>
    private protected override bool TryReadKey(ReadOnlySpan<byte> packet, out FlowKey key)
    {
        key = default;
        if (!PacketFields.HasAddresses(packet) || PacketFields.IsLaterFragment(packet))
        {
            return false;
        }

        byte protocol = PacketFields.Protocol(packet);
        if (!TryGetMark(protocol, out byte mark))
        {
            return false;
        }

        int transportOffset = PacketFields.HeaderLength(packet);
        int neededBytes = protocol == (byte)IpProtocol.Tcp ? TcpHeaderLengthBytes : UdpHeaderLengthBytes;
        if (packet.Length < transportOffset + neededBytes)
        {
            return false;
        }

        uint ports = BinaryPrimitives.ReadUInt32BigEndian(packet[transportOffset..]);
        key = new FlowKey(
            PacketFields.Source(packet),
            (ushort)(ports >> 16),
            PacketFields.Destination(packet),
            (ushort)ports,
            mark);
        return true;
    }

    /// <inheritdoc/>
    private protected override void Rewrite(Span<byte> packet, in FlowEntry entry)
    {
        FlowKey target = entry.Target;
        PacketFields.SetAddresses(packet, target.Source, target.Destination, entry.AddressChange);
        int transportOffset = PacketFields.HeaderLength(packet);
        Span<byte> transport = packet[transportOffset..];
        BinaryPrimitives.WriteUInt32BigEndian(
            transport, ((uint)target.SourcePort << 16) | target.DestinationPort);
        if (PacketFields.Protocol(packet) == (byte)IpProtocol.Tcp)
        {
            ChecksumChange.Apply(transport[TcpChecksumOffset..], entry.WholeChange);
        }
        else
        {
            ChecksumChange.ApplyUdp(transport[UdpChecksumOffset..], entry.WholeChange);
        }

        Note(packet, transportOffset, entry);
    }
}
