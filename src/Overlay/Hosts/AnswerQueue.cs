using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Control;
using Xia.Overlay.Wire;
using Xia.Transport.Streams;

namespace Xia.Overlay.Hosts;

/// <summary>Whole packets that belong to no association: resets and XCMP replies; bounded.</summary>
internal sealed class AnswerQueue(StackCore core)
{
    /// <summary>How many packets wait at most; what is more is dropped and counted.</summary>
    public const int MaximumCount = 64;

    private readonly Queue<byte[]> _packets = new(MaximumCount);
    private readonly XcmpReporter _reporter =
        new(new TokenBucket(XcmpReporter.DefaultPerSecond, XcmpReporter.DefaultBurst));

    public bool IsEmpty => _packets.Count == 0;

    public bool TryTake(Span<byte> packet, out int lengthBytes)
    {
        lengthBytes = 0;
        if (!_packets.TryDequeue(out byte[]? first))
        {
            return false;
        }

        first.CopyTo(packet);
        lengthBytes = first.Length;
        return true;
    }

    /// <summary>Adds a whole packet.</summary>
    public bool TryAdd(byte[] packet)
    {
        if (_packets.Count == MaximumCount || packet.Length > core.Options.MtuBytes)
        {
            core.Counters.Count(StackCounter.AnswerDropped);
            return false;
        }

        _packets.Enqueue(packet);
        return true;
    }

    /// <summary>Answers an echo request.</summary>
    public void AddEchoReply(ReadOnlySpan<byte> packet, in XipHeader header)
    {
        byte[] reply = new byte[XipLayout.MaximumLengthBytes + header.PayloadLengthBytes];
        DagAddress responder = core.Place.AddressOf(header.DestinationIntent);
        if (XcmpReporter.TryAnswerEcho(packet, responder, reply, out int lengthBytes)
            && TryAdd(reply[..lengthBytes]))
        {
            core.Counters.Count(StackCounter.EchoesAnswered);
        }
    }

    /// <summary>Says that a service does not take datagrams.</summary>
    public void AddNoService(ReadOnlySpan<byte> packet, in XipHeader header, Instant now)
    {
        byte[] report = new byte[XcmpReporter.MaximumLengthBytes];
        DagAddress reporter = core.Place.AddressOf(header.DestinationIntent);
        XcmpRefusal refusal = _reporter.TryReport(
            packet, XcmpType.Unreachable, XcmpCode.NoService, reporter, now, report, out int lengthBytes);
        if (refusal == XcmpRefusal.None)
        {
            TryAdd(report[..lengthBytes]);
        }
    }

    /// <summary>Says that there is no such stream, as RFC 9293 section 3.10.7.1 words it.</summary>
    public void AddReset(
        in XipHeader header, in PayloadPrefix prefix, in SegmentHeader segment, int segmentBytes)
    {
        if (segment.Has(SegmentFlags.Reset) || header.Source() is not { } destination)
        {
            return;
        }

        DagAddress source = core.Place.AddressOf(header.DestinationIntent);
        int headerBytes = XipWriter.LengthBytes(destination, source);
        byte[] packet = new byte[headerBytes + SegmentLayout.PayloadOffset];
        XipWriter.Write(packet, destination, source, SegmentLayout.PayloadOffset);

        int occupied = segmentBytes
            + (segment.Has(SegmentFlags.Syn) ? 1 : 0) + (segment.Has(SegmentFlags.Fin) ? 1 : 0);
        SegmentHeader reset = segment.Has(SegmentFlags.Ack)
            ? new SegmentHeader(segment.Acknowledgement, 0, SegmentFlags.Reset, 0)
            : new SegmentHeader(
                0, unchecked(segment.Sequence + (uint)occupied), SegmentFlags.Reset | SegmentFlags.Ack, 0);
        Span<byte> payload = packet.AsSpan(headerBytes);
        ulong nonce = prefix.ReceiverNonce != 0 ? prefix.ReceiverNonce : core.Table.DrawNonce();
        SegmentLayout.Write(payload, reset);
        new PayloadPrefix(PayloadKind.Segment, (byte)reset.Flags, nonce, prefix.SenderNonce).Write(payload);
        PayloadPrefix.Seal(payload);
        if (TryAdd(packet))
        {
            core.Counters.Count(StackCounter.ResetsSent);
        }
    }
}
