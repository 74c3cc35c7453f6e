using System.Buffers.Binary;
using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Rebinding;
using Xia.Overlay.Wire;
using Xia.Transport.Streams;

namespace Xia.Overlay.Hosts;

/// <summary>
/// Writes the next packet of an association: what is owed first, then datagrams, then segments.
/// </summary>
/// <remarks>
/// While the own rebinding is unsigned or unsent nothing else leaves; while the other end's new place is
/// unproven nothing leaves towards it beyond its credit.
/// </remarks>
internal sealed class PacketComposer(StackCore core, DatagramPool pool)
{
    /// <summary>Writes one packet; false when the association has nothing that may be sent now.</summary>
    public bool TryCompose(Association association, Span<byte> packet, Instant now, out int lengthBytes) =>
        TryComposeRebinding(association, packet, now, out lengthBytes)
        || TryComposeChallenge(association, packet, out lengthBytes)
        || TryComposeAnswer(association, packet, out lengthBytes)
        || TryComposeAcknowledgement(association, packet, out lengthBytes)
        || TryComposeDatagram(association, packet, now, out lengthBytes)
        || TryComposeSegment(association, packet, now, out lengthBytes);

    private bool TryComposeRebinding(
        Association association, Span<byte> packet, Instant now, out int lengthBytes)
    {
        lengthBytes = 0;
        if (association.Sender.Current != RebindingSender.State.Due
            || association.Message is not { } message
            || !TryBegin(association, packet, message.Length, out int headerBytes))
        {
            return false;
        }

        message.CopyTo(packet[headerBytes..]);
        association.Sender.OnSent(association.RoundTripTimeout, now);
        core.Deadlines.Set(association, association.NextTimeout);
        core.Counters.Count(StackCounter.RebindingsSent);
        core.Observer?.OnSent(association.LocalNonce, association.Sender.Attempts, now);
        lengthBytes = headerBytes + message.Length;
        return true;
    }

    private bool TryComposeChallenge(Association association, Span<byte> packet, out int lengthBytes)
    {
        lengthBytes = 0;
        PeerPath path = association.Path;
        if (!association.OwesChallenge || path.Candidate is not { } candidate)
        {
            return false;
        }

        DagAddress source = core.Place.AddressOf(association.LocalSid);
        lengthBytes = XipWriter.LengthBytes(candidate, source) + PathMessage.LengthBytes;
        if (lengthBytes > path.CreditBytes)
        {
            return false;
        }

        association.OwesChallenge = false;
        int headerBytes = XipWriter.Write(packet, candidate, source, PathMessage.LengthBytes);
        WritePathMessage(
            association, PayloadKind.Challenge,
            new PathMessage(path.Newest, path.ChallengeToken), packet[headerBytes..]);
        path.OnSentToCandidate(lengthBytes);
        return true;
    }

    private bool TryComposeAnswer(Association association, Span<byte> packet, out int lengthBytes)
    {
        lengthBytes = 0;
        if (association.OwedAnswer is not { } answer
            || !TryBegin(association, packet, PathMessage.LengthBytes, out int headerBytes))
        {
            return false;
        }

        association.OwedAnswer = null;
        lengthBytes = headerBytes + PathMessage.LengthBytes;
        WritePathMessage(association, PayloadKind.ChallengeAnswer, answer, packet[headerBytes..]);
        return true;
    }

    private bool TryComposeAcknowledgement(Association association, Span<byte> packet, out int lengthBytes)
    {
        lengthBytes = 0;
        if (!association.OwesAcknowledgement
            || !TryBegin(association, packet, PathMessage.LengthBytes, out int headerBytes))
        {
            return false;
        }

        association.OwesAcknowledgement = false;
        lengthBytes = headerBytes + PathMessage.LengthBytes;
        PathMessage message = new(association.Path.Newest, association.AdoptedToken);
        WritePathMessage(association, PayloadKind.RebindingAcknowledgement, message, packet[headerBytes..]);
        return true;
    }

    private bool TryComposeDatagram(
        Association association, Span<byte> packet, Instant now, out int lengthBytes)
    {
        lengthBytes = 0;
        if (association.FirstDatagram is not { } datagram || IsHeld(association))
        {
            return false;
        }

        int payloadBytes = PathClock.EndOffset + datagram.LengthBytes;
        if (!TryBegin(association, packet, payloadBytes, out int headerBytes))
        {
            core.Counters.Count(StackCounter.HeldForCredit);
            return false;
        }

        association.Dequeue();
        Span<byte> payload = packet.Slice(headerBytes, payloadBytes);
        datagram.Bytes.AsSpan(0, datagram.LengthBytes).CopyTo(payload[PathClock.EndOffset..]);
        pool.Return(datagram);
        WritePrefixAndClock(association, PayloadKind.Datagram, 0, payload, now);
        PayloadPrefix.Seal(payload);
        lengthBytes = headerBytes + payloadBytes;
        return true;
    }

    private bool TryComposeSegment(
        Association association, Span<byte> packet, Instant now, out int lengthBytes)
    {
        lengthBytes = 0;
        if (association.Stream is not { } stream || !stream.Machine.HasOutput || IsHeld(association))
        {
            return false;
        }

        int headerBytes = HeaderOf(association).Length;
        int payloadOffset = headerBytes + SegmentLayout.PayloadOffset;
        int longestBytes = payloadOffset + stream.Machine.MaximumSegmentBytes;
        if (longestBytes > association.Path.SendableBytes)
        {
            core.Counters.Count(StackCounter.HeldForCredit);
            return false;
        }

        if (!stream.Machine.TryTakeSegment(
            packet[payloadOffset..], now, out SegmentHeader header, out int segmentBytes))
        {
            return false;
        }

        int payloadBytes = SegmentLayout.PayloadOffset + segmentBytes;
        _ = TryBegin(association, packet, payloadBytes, out _);
        Span<byte> payload = packet.Slice(headerBytes, payloadBytes);
        SegmentLayout.Write(payload, header);
        WritePrefixAndClock(association, PayloadKind.Segment, (byte)header.Flags, payload, now);
        PayloadPrefix.Seal(payload);
        core.Deadlines.Set(association, association.NextTimeout);
        lengthBytes = headerBytes + payloadBytes;
        return true;
    }

    private static bool IsHeld(Association association) =>
        association.Sender.Current is RebindingSender.State.Signing or RebindingSender.State.Due;

    /// <summary>
    /// Writes the XIP header and takes the packet's length off the credit, if there is one.
    /// </summary>
    private bool TryBegin(Association association, Span<byte> packet, int payloadBytes, out int headerBytes)
    {
        byte[] header = HeaderOf(association);
        headerBytes = header.Length;
        int packetBytes = headerBytes + payloadBytes;
        if (packetBytes > association.Path.SendableBytes)
        {
            return false;
        }

        header.CopyTo(packet);
        BinaryPrimitives.WriteUInt16BigEndian(packet[XipLayout.PayloadLengthOffset..], (ushort)payloadBytes);
        if (association.Path.Check == PathCheck.Provisional)
        {
            association.Path.OnSentToCandidate(packetBytes);
        }

        return true;
    }

    private byte[] HeaderOf(Association association)
    {
        if (association.Header is { } ready)
        {
            return ready;
        }

        DagAddress source = core.Place.AddressOf(association.LocalSid);
        byte[] header = new byte[XipWriter.LengthBytes(association.Path.Current, source)];
        _ = XipWriter.Write(header, association.Path.Current, source, 0);
        association.Header = header;
        return header;
    }

    private static void WritePathMessage(
        Association association, byte kind, in PathMessage message, Span<byte> destination)
    {
        Span<byte> payload = destination[..PathMessage.LengthBytes];
        new PayloadPrefix(kind, 0, association.LocalNonce, association.RemoteNonce).Write(payload);
        message.Write(payload);
        PayloadPrefix.Seal(payload);
    }

    private static void WritePrefixAndClock(
        Association association, byte kind, byte flags, Span<byte> payload, Instant now)
    {
        uint clock = PathClock.Of(now);
        uint echo = 0;
        if (association.RemoteNonce == 0)
        {
            echo = LocalPlace.DigestOf(association.Path.Current);
        }
        else if (association.PeerClockAt is { } heardAt)
        {
            echo = unchecked(association.PeerClock + clock - PathClock.Of(heardAt));
            flags |= PathClock.HasEcho;
        }

        new PayloadPrefix(kind, flags, association.LocalNonce, association.RemoteNonce).Write(payload);
        new PathClock(clock, echo).Write(payload);
    }
}
