using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Rebinding;
using Xia.Overlay.Wire;
using Xia.Transport.Streams;

namespace Xia.Overlay.Hosts;

/// <summary>
/// Sorts what arrives: finds or makes the association, and hands the payload to whom it is for.
/// </summary>
internal sealed class PacketReceiver(
    OverlayStack stack,
    StackCore core,
    RebindingEngine rebinding,
    StreamRegistry streams,
    SocketRegistry sockets,
    AnswerQueue answers)
{
    // A round trip above this is no round trip but a stopped clock.
    private const uint LongestRoundTripMicroseconds = 60_000_000;

    private readonly ControlReceiver _control = new(core, answers, streams);

    /// <summary>A packet for this host arrived.</summary>
    public void OnPacket(ReadOnlySpan<byte> packet, Instant now)
    {
        if (XipHeader.TryParse(packet, out XipHeader header) != XipFault.None)
        {
            core.Counters.Count(StackCounter.BadHeader);
            return;
        }

        if (!stack.LocalXids.Contains(header.DestinationIntent))
        {
            core.Counters.Count(StackCounter.NotForUs);
            return;
        }

        ReadOnlySpan<byte> payload = header.Payload;
        if (!payload.IsEmpty && payload[0] == PayloadKind.Xcmp)
        {
            _control.OnPacket(packet, header, now);
            return;
        }

        PayloadCheck check = PayloadPrefix.TryRead(payload, out PayloadPrefix prefix);
        if (check != PayloadCheck.Sound)
        {
            core.Counters.Count(CounterOf(check));
            return;
        }

        switch (prefix.Kind)
        {
            case PayloadKind.Datagram:
                OnDatagram(packet, header, prefix, payload, now);
                break;
            case PayloadKind.Segment:
                OnSegment(header, prefix, payload, packet.Length, now);
                break;
            case PayloadKind.Rebinding:
            case PayloadKind.Challenge:
            case PayloadKind.ChallengeAnswer:
            case PayloadKind.RebindingAcknowledgement:
                OnPathPayload(header, prefix, payload, packet.Length, now);
                break;
            default:
                core.Counters.Count(StackCounter.UnknownKind);
                break;
        }
    }

    private void OnDatagram(
        ReadOnlySpan<byte> packet,
        in XipHeader header,
        in PayloadPrefix prefix,
        ReadOnlySpan<byte> payload,
        Instant now)
    {
        if (payload.Length < PathClock.EndOffset)
        {
            core.Counters.Count(StackCounter.ShortPayload);
            return;
        }

        if (!TryFindForDatagram(packet, header, prefix, payload, now, out Association? association))
        {
            return;
        }

        bool isKnown = association.RemoteNonce == prefix.SenderNonce || !association.IsInbound;
        if (association.Socket is not { } socket || !isKnown)
        {
            core.Counters.Count(StackCounter.ForeignAssociation);
            return;
        }

        // Whoever was dialled and forgot the association makes another one for the same nonce of this end.
        association.RemoteNonce = prefix.SenderNonce;
        OnHeard(association, header, prefix, payload, packet.Length, now);
        socket.Observer.OnDatagram(association.Peer.Token, payload[PathClock.EndOffset..], now);
    }

    private bool TryFindForDatagram(
        ReadOnlySpan<byte> packet,
        in XipHeader header,
        in PayloadPrefix prefix,
        ReadOnlySpan<byte> payload,
        Instant now,
        [NotNullWhen(true)] out Association? association)
    {
        if (prefix.ReceiverNonce != 0 && core.Table.TryFind(prefix.ReceiverNonce, out association))
        {
            return IsBetween(association, header);
        }

        if (!TryContact(header, prefix, out ContactKey key, out association))
        {
            return false;
        }

        if (association is null)
        {
            if (!sockets.TryFind(header.DestinationIntent, out OverlayDatagramSocket? socket))
            {
                core.Counters.Count(StackCounter.NobodyListens);
                answers.AddNoService(packet, header, now);
                return false;
            }

            if (!TryMakeInbound(header, key, now, out association))
            {
                return false;
            }

            association.Socket = socket;
            socket.Associations.Add(association.Peer.Token.Value, association);
        }

        TellWhereIfElsewhere(association, prefix, payload, now);
        return true;
    }

    private void OnSegment(
        in XipHeader header,
        in PayloadPrefix prefix, ReadOnlySpan<byte> payload, int packetBytes, Instant now)
    {
        if (payload.Length < SegmentLayout.PayloadOffset)
        {
            core.Counters.Count(StackCounter.ShortPayload);
            return;
        }

        SegmentHeader segment = SegmentLayout.Read(prefix.Flags, payload);
        ReadOnlySpan<byte> bytes = payload[SegmentLayout.PayloadOffset..];
        if (!TryFindForSegment(
            header, prefix, segment, bytes.Length, payload, now, out Association? association))
        {
            return;
        }

        if (association.Stream is not { } stream
            || (association.RemoteNonce != 0 && association.RemoteNonce != prefix.SenderNonce))
        {
            core.Counters.Count(StackCounter.ForeignAssociation);
            return;
        }

        association.RemoteNonce = prefix.SenderNonce;
        OnHeard(association, header, prefix, payload, packetBytes, now);
        stream.Machine.OnSegment(segment, bytes, now);
        streams.NoteChange(stream);
        core.Update(association);
    }

    private bool TryFindForSegment(
        in XipHeader header,
        in PayloadPrefix prefix,
        in SegmentHeader segment,
        int segmentBytes,
        ReadOnlySpan<byte> payload,
        Instant now,
        [NotNullWhen(true)] out Association? association)
    {
        association = null;
        if (prefix.ReceiverNonce != 0)
        {
            if (core.Table.TryFind(prefix.ReceiverNonce, out association))
            {
                return IsBetween(association, header);
            }

            core.Counters.Count(StackCounter.UnknownAssociation);
            answers.AddReset(header, prefix, segment, segmentBytes);
            return false;
        }

        if (!TryContact(header, prefix, out ContactKey key, out association))
        {
            return false;
        }

        if (association is null)
        {
            bool isOpening = segment.Has(SegmentFlags.Syn) && !segment.Has(SegmentFlags.Ack);
            if (!isOpening || !streams.IsListening(header.DestinationIntent))
            {
                core.Counters.Count(StackCounter.NobodyListens);
                answers.AddReset(header, prefix, segment, segmentBytes);
                return false;
            }

            if (!TryMakeInbound(header, key, now, out association))
            {
                return false;
            }

            streams.Accept(association);
        }

        TellWhereIfElsewhere(association, prefix, payload, now);
        return true;
    }

    private void OnPathPayload(
        in XipHeader header,
        in PayloadPrefix prefix, ReadOnlySpan<byte> payload, int packetBytes, Instant now)
    {
        if (!core.Table.TryFind(prefix.ReceiverNonce, out Association? association))
        {
            rebinding.Reject(null, RebindingRejection.UnknownAssociation, now);
            return;
        }

        bool isRebinding = prefix.Kind == PayloadKind.Rebinding;
        bool mayLearn = isRebinding && association.RemoteNonce == 0;
        if (association.RemoteNonce != prefix.SenderNonce && !mayLearn)
        {
            rebinding.Reject(association, RebindingRejection.WrongNonce, now);
            return;
        }

        if (header.DestinationIntent != association.LocalSid
            || header.SourceIntent != association.RemoteIntent)
        {
            rebinding.Reject(association, RebindingRejection.WrongIdentity, now);
            return;
        }

        CountTowardsCredit(association, header, packetBytes);
        switch (prefix.Kind)
        {
            case PayloadKind.Rebinding:
                rebinding.OnRebinding(association, prefix, payload, packetBytes, now);
                break;
            case PayloadKind.Challenge:
                rebinding.OnChallenge(association, payload, now);
                break;
            case PayloadKind.ChallengeAnswer:
                rebinding.OnAnswer(association, payload, now);
                break;
            default:
                rebinding.OnAcknowledgement(association, payload, now);
                break;
        }

        streams.NoteChange(association.Stream);
    }

    /// <summary>Looks up somebody who does not know this end's nonce.</summary>
    private bool TryContact(
        in XipHeader header, in PayloadPrefix prefix, out ContactKey key, out Association? association)
    {
        association = null;
        key = default;
        if (!Authority.TryFind(header.SourceRows, out Xid authority))
        {
            core.Counters.Count(StackCounter.NoAuthority);
            return false;
        }

        key = new ContactKey(prefix.SenderNonce, authority, header.SourceIntent, header.DestinationIntent);
        core.Table.TryFindContact(key, out association);
        return true;
    }

    private bool TryMakeInbound(
        in XipHeader header, in ContactKey key, Instant now, [NotNullWhen(true)] out Association? association)
    {
        association = null;
        if (header.Source() is not { } source || !stack.TryMakeRoom(now))
        {
            return false;
        }

        Peer peer = core.Peers.AddInbound(key.Authority, source);
        association = stack.Make(peer, key.LocalSid, source, isInbound: true, key.RemoteNonce);
        core.Table.Add(association, now);
        return true;
    }

    /// <summary>Somebody dialled an old domain of this host: it is told where the host is.</summary>
    private void TellWhereIfElsewhere(
        Association association, in PayloadPrefix prefix, ReadOnlySpan<byte> payload, Instant now)
    {
        uint dialled = PathClock.Read(payload).Echo;
        bool isElsewhere = (prefix.Flags & PathClock.HasEcho) == 0
            && dialled != 0
            && dialled != core.Place.DomainDigest;
        if (!isElsewhere)
        {
            return;
        }

        if (association.SentFreshness == default && !association.Sender.IsOpen)
        {
            rebinding.Begin(association, now);
        }
        else if (association.Sender.OnPeerMoved() == RebindingStep.SendAgain)
        {
            core.Update(association);
        }
    }

    /// <summary>A sound packet of an association arrived.</summary>
    private void OnHeard(
        Association association,
        in XipHeader header,
        in PayloadPrefix prefix,
        ReadOnlySpan<byte> payload,
        int packetBytes,
        Instant now)
    {
        core.Table.Touch(association, now);
        CountTowardsCredit(association, header, packetBytes);
        PathClock clock = PathClock.Read(payload);
        association.PeerClock = clock.SentMicroseconds;
        association.PeerClockAt = now;
        if (prefix.ReceiverNonce == association.LocalNonce)
        {
            association.IsProven = true;
        }

        if ((prefix.Flags & PathClock.HasEcho) == 0)
        {
            return;
        }

        uint roundTrip = unchecked(PathClock.Of(now) - clock.Echo);
        Duration sample = Duration.FromMicroseconds(roundTrip);
        if (roundTrip <= LongestRoundTripMicroseconds && now - sample >= association.RoundTripsFrom)
        {
            association.RoundTrip.Add(sample);
        }
    }

    private void CountTowardsCredit(Association association, in XipHeader header, int packetBytes)
    {
        if (association.Path.Candidate is { } candidate && header.IsFrom(candidate))
        {
            association.Path.OnReceivedFromCandidate(packetBytes);
            core.Ready.Add(association);
        }
    }

    private bool IsBetween(Association association, in XipHeader header)
    {
        bool isBetween = header.DestinationIntent == association.LocalSid
            && header.SourceIntent == association.RemoteIntent;
        if (!isBetween)
        {
            core.Counters.Count(StackCounter.ForeignAssociation);
        }

        return isBetween;
    }

    private static StackCounter CounterOf(PayloadCheck check) => check switch
    {
        PayloadCheck.TooShort => StackCounter.ShortPayload,
        PayloadCheck.ReservedNotZero => StackCounter.ReservedNotZero,
        PayloadCheck.WrongChecksum => StackCounter.WrongChecksum,
        _ => StackCounter.NoSenderNonce,
    };
}
