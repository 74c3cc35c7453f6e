using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Overlay.Neighbours;
using Xia.Overlay.Wire;
using Xia.Router.Captures;

namespace Xia.Interop.Tests.Wireshark;

/// <summary>Compares what tshark says about a capture with what we know to be in it.</summary>
internal static class CaptureJudge
{
    private const int EthernetTypeOffset = 12;
    private const int IcmpTypeOffset = EthernetHeader.LengthBytes + Ipv4Header.LengthBytes;
    private const int QuoteOffset = IcmpTypeOffset + 8;
    private const string BadChecksum = "0";
    private const string GoodChecksum = "1";

    /// <summary>What tshark objects to or sees otherwise than we do; empty for a sound capture.</summary>
    public static IReadOnlyList<string> Complaints(
        IReadOnlyList<CapturedFrame> frames, IReadOnlyList<Dissection> dissections)
    {
        if (frames.Count != dissections.Count)
        {
            return [$"tshark sees {dissections.Count} frames and we see {frames.Count}"];
        }

        DagJudge dags = new();
        List<string> complaints = [];
        for (int i = 0; i < frames.Count; i++)
        {
            int number = i + 1;
            IEnumerable<string> found = About(frames[i], dissections[i], number, dags);
            complaints.AddRange(found.Select(what => $"frame {number}: {what}"));
        }

        return complaints;
    }

    private static IEnumerable<string> About(CapturedFrame frame, Dissection seen, int number, DagJudge dags)
    {
        if (seen.Number != number || seen.Time != frame.Time || seen.InterfaceName != frame.InterfaceName
            || seen.Direction != (int)frame.Direction)
        {
            yield return $"record: {seen} instead of {frame}";
        }

        string expected = ProtocolsOf(frame.Bytes.Span);
        if (!$"{seen.Protocols}:".StartsWith($"{expected}:", StringComparison.Ordinal))
        {
            yield return $"protocols: {seen.Protocols} instead of {expected}";
        }

        if (seen.IsMalformed)
        {
            yield return $"malformed: {seen.Protocols}";
        }

        bool isCutQuote = IsCutQuote(frame.Bytes.Span);
        int excused = isCutQuote ? seen.Checksums.Count(IsBadTransport) : 0;
        if (seen.ErrorCount > excused)
        {
            yield return "expert error";
        }

        foreach (string expert in seen.XipExperts)
        {
            yield return expert;
        }

        foreach (string what in ChecksumFaults(expected, seen, isCutQuote))
        {
            yield return what;
        }

        if (IsXip(frame.Bytes.Span)
            && dags.Fault(frame.Bytes[EthernetHeader.LengthBytes..], seen) is { } fault)
        {
            yield return fault;
        }
    }

    /// <summary>No checksum may be bad, and those of the frame's own headers must be verified.</summary>
    private static IEnumerable<string> ChecksumFaults(string protocols, Dissection seen, bool isCutQuote)
    {
        foreach ((string Field, string Status) checksum in seen.Checksums.Where(
            checksum => checksum.Status == BadChecksum && !(isCutQuote && IsBadTransport(checksum))))
        {
            yield return $"bad {checksum.Field}";
        }

        foreach (string layer in protocols.Split(':')
            .Where(layer => layer is "ip" or "udp" or "tcp" or "icmp"))
        {
            (string Field, string Status) own = seen.Checksums.FirstOrDefault(
                checksum => checksum.Field == $"{layer}.checksum.status");
            if (own.Status is not (GoodChecksum or BadChecksum))
            {
                yield return $"{layer} checksum not verified: '{own.Status}'";
            }
        }
    }

    /// <summary>
    /// Whether this is an ICMP error that quotes only the beginning of a packet (RFC 1812, 4.3.2.3: at most
    /// 576 bytes in all). tshark 4.0 sums up what there is of the segment and calls its checksum wrong.
    /// </summary>
    private static bool IsCutQuote(ReadOnlySpan<byte> frame)
    {
        if (ProtocolsOf(frame) != "eth:ethertype:ip:icmp"
            || frame.Length < QuoteOffset + Ipv4Header.LengthBytes || frame[IcmpTypeOffset] is not (3 or 11))
        {
            return false;
        }

        return BinaryPrimitives.ReadUInt16BigEndian(frame[(QuoteOffset + 2)..]) > frame.Length - QuoteOffset;
    }

    private static bool IsBadTransport((string Field, string Status) checksum) =>
        checksum is ("tcp.checksum.status" or "udp.checksum.status", BadChecksum);

    private static bool IsXip(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt16BigEndian(frame[EthernetTypeOffset..]) == XipLayout.EtherType;

    /// <summary>How the names of the frame's protocols begin, by its own numbers.</summary>
    private static string ProtocolsOf(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt16BigEndian(frame[EthernetTypeOffset..]) switch
        {
            EtherTypes.Arp => "eth:ethertype:arp",
            EtherTypes.Ipv4 => "eth:ethertype:ip:" + TransportOf(frame[EthernetHeader.LengthBytes..]),
            XipLayout.EtherType => "eth:ethertype:xip:data",
            XarpMessage.EtherType => "eth:ethertype:data",
            ushort other => $"none of ours: {other:x4}",
        };

    private static string TransportOf(ReadOnlySpan<byte> packet) => (IpProtocol)packet[9] switch
    {
        IpProtocol.Icmp => "icmp",
        IpProtocol.Udp => "udp:data",
        IpProtocol.Tcp => "tcp",
        var other => $"none of ours: {other}",
    };
}
