using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Rewriting;

/// <summary>
/// Rewrites ICMP errors so that they seem to answer the packet as it was before a rewriter.
/// </summary>
/// <syntax>ICMPRewriter(MAPS[, keywords DST_ANNO true, REPLY_ANNO])</syntax>
/// <remarks>
/// MAPS are names of rewriters, in the order in which they are asked. An error about a packet that one of
/// them rewrote gets the addresses, ports and sequence number that the packet had before, inside and outside,
/// and leaves at output 0; written NAME:OFFSET, at the output of its flow plus OFFSET. Everything else leaves
/// at output 1 if that is in use, or is dropped. Errors are: destination unreachable, time exceeded,
/// parameter problem, source quench, redirect. DST_ANNO notes the new destination on packets; REPLY_ANNO
/// names a byte of annotation that they take from the first packet of the flow.
/// </remarks>
/// <example>ICMPRewriter(rw ping)</example>
public sealed class ICMPRewriter : Element
{
    private const int HeaderLengthBytes = 8;
    private const int ChecksumOffset = 2;
    private const int PortsLengthBytes = 4;
    private const int SequenceOffset = 4;
    private const int UdpChecksumOffset = 6;
    private const int TcpChecksumOffset = 16;
    private const int TcpHeaderLengthBytes = 20;

    private readonly List<(FlowRewriter Rewriter, int Offset)> _maps = [];
    private bool _setsDestination;
    private int _replyAnnotation;

    /// <inheritdoc/>
    public override string ClassName => "ICMPRewriter";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string maps = arguments.Mandatory("MAPS", ArgumentTypes.Raw, "");
        _setsDestination = arguments.Keyword("DST_ANNO", ArgumentTypes.Bool, true);
        _replyAnnotation = arguments.Keyword("REPLY_ANNO", ArgumentTypes.Annotation(1), -1);
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        foreach (string word in ArgumentText.Words(maps))
        {
            if (ReadMap(word) is { } error)
            {
                arguments.Error(error);
            }
        }

        if (_maps.Count == 0)
        {
            arguments.Error("no IP rewriters supplied");
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (TryReadInner(header, out int innerOffset, out FlowKey inner)
            && TryTranslate(inner, out FlowKey original, out FlowEntry entry, out int output))
        {
            Rewrite(packet, innerOffset, inner, original, entry);
            PushOrKill(output, packet);
        }
        else
        {
            PushOrKill(1, packet);
        }
    }

    // The addresses and ports of the packet that an error is about.
    private static bool TryReadInner(ReadOnlySpan<byte> packet, out int innerOffset, out FlowKey key)
    {
        innerOffset = 0;
        key = default;
        if (!PacketFields.HasAddresses(packet) || PacketFields.IsLaterFragment(packet)
            || PacketFields.Protocol(packet) != (byte)IpProtocol.Icmp)
        {
            return false;
        }

        int messageOffset = PacketFields.HeaderLength(packet);
        innerOffset = messageOffset + HeaderLengthBytes;
        if (packet.Length <= innerOffset || !IsError((IcmpType)packet[messageOffset]))
        {
            return false;
        }

        ReadOnlySpan<byte> inner = packet[innerOffset..];
        if (!PacketFields.HasAddresses(inner))
        {
            return false;
        }

        key = ReadKey(inner);
        return true;
    }

    private static FlowKey ReadKey(ReadOnlySpan<byte> inner)
    {
        uint source = PacketFields.Source(inner);
        uint destination = PacketFields.Destination(inner);
        var addresses = new FlowKey(source, 0, destination, 0, 0);
        if (PacketFields.IsLaterFragment(inner))
        {
            return addresses;
        }

        byte protocol = PacketFields.Protocol(inner);
        ReadOnlySpan<byte> transport = inner[PacketFields.HeaderLength(inner)..];
        switch ((IpProtocol)protocol)
        {
            case IpProtocol.Tcp or IpProtocol.Udp when transport.Length >= PortsLengthBytes:
                uint ports = BinaryPrimitives.ReadUInt32BigEndian(transport);
                return new FlowKey(source, (ushort)(ports >> 16), destination, (ushort)ports, protocol);
            case IpProtocol.Icmp when EchoFields.TryReadKey(transport, source, destination, out FlowKey echo):
                return echo;
            default:
                return addresses;
        }
    }

    private static bool IsError(IcmpType type) => type is IcmpType.Unreachable or IcmpType.TimeExceeded
        or IcmpType.ParameterProblem or IcmpType.SourceQuench or IcmpType.Redirect;

    private string? ReadMap(string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        int offset = -1;
        bool read = colon < 0 || ArgumentTypes.Int32()(word[(colon + 1)..], out offset, out _);
        string name = colon < 0 ? word : word[..colon];
        if (!read || Router.FindInScope(name, this) is not FlowRewriter rewriter)
        {
            return $"{word} not an IP rewriter";
        }

        if (offset >= 0 && offset + rewriter.OutputCount > OutputCount)
        {
            string outputs = OutputCount == 1 ? "output" : "outputs";
            return $"{word} port offset requires more than {OutputCount} {outputs}";
        }

        _maps.Add((rewriter, offset));
        return null;
    }

    // Rewriters know what becomes of an answer; the packet that an error is about is an answer turned round.
    private bool TryTranslate(in FlowKey inner, out FlowKey original, out FlowEntry entry, out int output)
    {
        FlowKey answer = inner.Reversed;
        foreach ((FlowRewriter rewriter, int offset) in _maps)
        {
            if (rewriter.TryTranslate(answer, out FlowKey translated, out entry))
            {
                original = translated.Reversed;
                output = offset < 0 ? 0 : offset + entry.Output;
                return true;
            }
        }

        original = default;
        entry = default;
        output = -1;
        return false;
    }

    private void Rewrite(
        Packet packet, int innerOffset, in FlowKey inner, in FlowKey original, in FlowEntry entry)
    {
        Span<byte> outer = packet.WritableNetworkHeader();

        // An error of the receiver itself comes from the address that the packet was sent to.
        uint source = PacketFields.Source(outer) == inner.Destination
            ? original.Destination
            : PacketFields.Source(outer);
        FlowKey before = PacketFields.Addresses(outer);
        var after = new FlowKey(source, 0, original.Source, 0, 0);
        PacketFields.SetAddresses(
            outer, source, original.Source, ChecksumChange.OfAddresses(before, after));

        Span<byte> quoted = outer[innerOffset..];
        int changingBytes = PacketFields.HeaderLength(quoted) + TcpHeaderLengthBytes;
        Span<byte> changing = quoted[..(Math.Min(quoted.Length, changingBytes) & ~1)];
        uint sumBefore = InternetChecksum.Add(0, changing);
        RewriteQuoted(quoted, inner, original, entry);
        uint sumAfter = InternetChecksum.Add(0, changing);
        ChecksumChange.Apply(
            outer[(innerOffset - HeaderLengthBytes + ChecksumOffset)..],
            ChecksumChange.Sum((ushort)~sumBefore, (ushort)sumAfter));

        if (_setsDestination)
        {
            packet.Annotations.DestinationIp = original.Source;
        }

        if (_replyAnnotation >= 0 && entry.IsReply)
        {
            packet.Annotations.Area[_replyAnnotation] = entry.Flow.ReplyAnnotation;
        }
    }

    private static void RewriteQuoted(
        Span<byte> quoted, in FlowKey inner, in FlowKey original, in FlowEntry entry)
    {
        ushort change = ChecksumChange.OfAddresses(inner, original);
        PacketFields.SetAddresses(quoted, original.Source, original.Destination, change);
        Span<byte> transport = quoted[PacketFields.HeaderLength(quoted)..];
        if (inner.Protocol >= FlowKey.EchoRequest)
        {
            EchoFields.SetIdentifier(transport, EchoFields.Identifier(original));
            return;
        }

        bool isTcp = inner.Protocol == (byte)IpProtocol.Tcp;
        if (!isTcp && inner.Protocol != (byte)IpProtocol.Udp)
        {
            return;
        }

        change = ChecksumChange.Sum(change, ChecksumChange.OfPorts(inner, original));
        BinaryPrimitives.WriteUInt32BigEndian(
            transport, ((uint)original.SourcePort << 16) | original.DestinationPort);
        if (isTcp && entry.AnsweredShifts is { } shifts && transport.Length >= SequenceOffset + sizeof(uint))
        {
            Span<byte> number = transport[SequenceOffset..];
            uint sequence = BinaryPrimitives.ReadUInt32BigEndian(number);
            uint sent = shifts.RestoreAcknowledgement(sequence);
            BinaryPrimitives.WriteUInt32BigEndian(number, sent);
            change = ChecksumChange.Sum(change, ChecksumChange.OfWord(sequence, sent));
        }

        // Routers quote only the first eight bytes behind the header, or more (RFC 1812, 4.3.2.3).
        if (isTcp && transport.Length >= TcpChecksumOffset + sizeof(ushort))
        {
            ChecksumChange.Apply(transport[TcpChecksumOffset..], change);
        }
        else if (!isTcp && transport.Length >= UdpChecksumOffset + sizeof(ushort))
        {
            ChecksumChange.ApplyUdp(transport[UdpChecksumOffset..], change);
        }
    }
}
