using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.TcpUdp;

/// <summary>Splits TCP segments in IPv4 packets that are too long into several.</summary>
/// <syntax>TCPFragmenter(keywords MTU, MTU_ANNO)</syntax>
/// <remarks>
/// MTU is the longest IP packet in bytes, MTU_ANNO an annotation of two bytes that holds it; 0 is none, and
/// of two the smaller one counts. Each part has the headers of the whole, link header and TCP's flags
/// included; lengths, sequence number and checksums are its own. Packets that are not whole TCP segments with
/// marked headers, and those whose headers alone are as long as that, pass as they are.
/// </remarks>
/// <handler name="count" access="r">Packets that came.</handler>
/// <handler name="fragmented_count" access="r">Packets that were split.</handler>
/// <handler name="fragments" access="r">Packets into which they were split.</handler>
public sealed class TCPFragmenter : Element
{
    private const int SequenceOffset = 4;
    private const int DataOffsetByte = 12;
    private const int ChecksumOffset = 16;
    private const int None = -1;

    private int _maximumBytes;
    private int _annotation = None;
    private long _count;
    private long _fragmentedCount;
    private long _fragments;

    /// <inheritdoc/>
    public override string ClassName => "TCPFragmenter";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int maximum = arguments.Keyword("MTU", ArgumentTypes.Int32(0, ushort.MaxValue), 0);
        int annotation = arguments.Keyword("MTU_ANNO", ArgumentTypes.Annotation(sizeof(ushort)), None);
        arguments.Complete();
        if (arguments.Errors.Count == 0 && maximum == 0 && annotation == None)
        {
            arguments.Error("At least one of MTU and MTU_ANNO must be set");
        }

        if (arguments.Errors.Count == 0)
        {
            (_maximumBytes, _annotation) = (maximum, annotation);
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("fragments", () => $"{_fragments}");
        handlers.Read("fragmented_count", () => $"{_fragmentedCount}");
        handlers.Read("count", () => $"{_count}");
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        _count++;
        int maximumBytes = MaximumBytes(packet);
        if (maximumBytes > 0 && TryFindPayload(packet, out int start, out int lengthBytes))
        {
            maximumBytes -= start - packet.NetworkOffset;
            if (maximumBytes > 0 && lengthBytes > maximumBytes)
            {
                _fragmentedCount++;
                Split(packet, start, lengthBytes, maximumBytes);
                return;
            }
        }

        Output(0).Push(packet);
    }

    private int MaximumBytes(Packet packet)
    {
        int noted = _annotation == None
            ? 0
            : BinaryPrimitives.ReadUInt16LittleEndian(packet.Annotations.Area[_annotation..]);
        return noted == 0 ? _maximumBytes : _maximumBytes == 0 ? noted : Math.Min(noted, _maximumBytes);
    }

    // Counted from the packet's first byte. Padding behind the IP packet is no payload.
    private static bool TryFindPayload(Packet packet, out int start, out int lengthBytes)
    {
        (start, lengthBytes) = (0, 0);
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (packet.NetworkOffset < 0 || Ipv4Header.TryRead(header, out Ipv4Header ip) != Ipv4Fault.None
            || ip.Protocol != IpProtocol.Tcp || ip.IsFragment
            || ip.PayloadBytes < TcpHeader.MinimumLengthBytes)
        {
            return false;
        }

        int segmentBytes = header[ip.HeaderLengthBytes + DataOffsetByte] >> 4 << 2;
        start = packet.NetworkOffset + ip.HeaderLengthBytes + segmentBytes;
        lengthBytes = ip.PayloadBytes - segmentBytes;
        return segmentBytes >= TcpHeader.MinimumLengthBytes;
    }

    private void Split(Packet whole, int start, int lengthBytes, int maximumBytes)
    {
        for (int at = 0; at < lengthBytes; at += maximumBytes)
        {
            int partBytes = Math.Min(maximumBytes, lengthBytes - at);
            Packet part = Pool.Take(start + partBytes);
            Span<byte> bytes = part.WritableData();
            whole.Data[..start].CopyTo(bytes);
            whole.Data.Slice(start + at, partBytes).CopyTo(bytes[start..]);
            part.Annotations = whole.Annotations;
            if (whole.HasMacHeader)
            {
                part.SetMacHeader(whole.MacOffset);
            }

            int network = whole.NetworkOffset;
            part.SetNetworkHeader(network);
            part.SetTransportHeader(network + Ipv4Header.ReadHeaderLength(whole.NetworkHeader));
            WriteHeaders(bytes[network..], at);
            _fragments++;
            Output(0).Push(part);
        }

        whole.Kill();
    }

    private static void WriteHeaders(Span<byte> packet, int at)
    {
        int headerBytes = Ipv4Header.ReadHeaderLength(packet);
        BinaryPrimitives.WriteUInt16BigEndian(packet[Ipv4Layout.TotalLengthOffset..], (ushort)packet.Length);
        Ipv4Header.WriteChecksum(packet[..headerBytes]);
        Span<byte> segment = packet[headerBytes..];
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(segment[SequenceOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(segment[SequenceOffset..], sequence + (uint)at);
        segment.Slice(ChecksumOffset, sizeof(ushort)).Clear();
        ushort checksum = PseudoHeader.Checksum(
            Ipv4Header.ReadSource(packet), Ipv4Header.ReadDestination(packet), IpProtocol.Tcp, segment);
        BinaryPrimitives.WriteUInt16BigEndian(segment[ChecksumOffset..], checksum);
    }
}
