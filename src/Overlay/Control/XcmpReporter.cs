using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Wire;

namespace Xia.Overlay.Control;

/// <summary>Writes the reports of a node about packets that it could not pass on.</summary>
/// <remarks>
/// As with ICMP (RFC 1122 section 3.2.2): no report about a report, about a broadcast or to an unknown
/// source, and no more than a rate (RFC 1812 section 4.3.2.8).
/// </remarks>
/// <param name="limit">The node's allowance.</param>
public sealed class XcmpReporter(TokenBucket limit)
{
    /// <summary>Reports per second unless said otherwise.</summary>
    public const int DefaultPerSecond = 1000;

    /// <summary>Reports at once unless said otherwise.</summary>
    public const int DefaultBurst = 50;

    /// <summary>The longest report.</summary>
    public const int MaximumLengthBytes =
        XipLayout.MaximumLengthBytes + XcmpMessage.FixedLengthBytes + XipLayout.MaximumLengthBytes
            + QuotedPayloadBytes;

    private const int QuotedPayloadBytes = 8;

    /// <summary>Writes a whole packet that reports on another one to its source.</summary>
    /// <param name="packet">The packet in question; its marks show how far it came.</param>
    /// <param name="type">What happened.</param>
    /// <param name="code">The finer reason.</param>
    /// <param name="reporter">The node's own address.</param>
    /// <param name="now">The time.</param>
    /// <param name="output">Room for <see cref="MaximumLengthBytes"/>.</param>
    /// <param name="lengthBytes">How long the report is.</param>
    public XcmpRefusal TryReport(
        ReadOnlySpan<byte> packet,
        XcmpType type,
        byte code,
        DagAddress reporter,
        Instant now,
        Span<byte> output,
        out int lengthBytes)
    {
        lengthBytes = 0;
        if (XipHeader.TryParse(packet, out XipHeader header) != XipFault.None)
        {
            return XcmpRefusal.Malformed;
        }

        if (header.Source() is not { } source)
        {
            return XcmpRefusal.NoSource;
        }

        if (header.DestinationIntent.IsBroadcast || header.SourceIntent.IsBroadcast)
        {
            return XcmpRefusal.Broadcast;
        }

        // A control message that does not even parse is treated as a report.
        ReadOnlySpan<byte> payload = header.Payload;
        if (payload.Length > 0 && payload[0] == XcmpMessage.Kind
            && (XcmpMessage.TryParse(payload, out XcmpMessage message) != XcmpFault.None || message.IsError))
        {
            return XcmpRefusal.AboutError;
        }

        if (!limit.TryTake(now))
        {
            return XcmpRefusal.RateLimited;
        }

        int quoted = header.LengthBytes + Math.Min(payload.Length, QuotedPayloadBytes);
        int start = XipWriter.Write(output, source, reporter, XcmpMessage.FixedLengthBytes + quoted);
        lengthBytes = start + XcmpMessage.Write(output[start..], type, code, 0, 0, packet[..quoted]);
        return XcmpRefusal.None;
    }

    /// <summary>Writes the answer to an echo request to its source.</summary>
    /// <param name="request">A whole packet.</param>
    /// <param name="responder">The address from which to answer.</param>
    /// <param name="output">
    /// Room for <see cref="XipLayout.MaximumLengthBytes"/> and the request's payload.
    /// </param>
    /// <param name="lengthBytes">How long the answer is.</param>
    /// <returns>False when the packet is no echo request that can be answered.</returns>
    public static bool TryAnswerEcho(
        ReadOnlySpan<byte> request, DagAddress responder, Span<byte> output, out int lengthBytes)
    {
        lengthBytes = 0;
        if (XipHeader.TryParse(request, out XipHeader header) != XipFault.None
            || XcmpMessage.TryParse(header.Payload, out XcmpMessage message) != XcmpFault.None
            || message.Type != XcmpType.EchoRequest
            || header.Source() is not { } source
            || header.SourceIntent.IsBroadcast)
        {
            return false;
        }

        int start = XipWriter.Write(output, source, responder, header.PayloadLengthBytes);
        lengthBytes = start + XcmpMessage.Write(
            output[start..], XcmpType.EchoReply, 0, message.Identifier, message.Sequence, message.Body);
        return true;
    }
}
