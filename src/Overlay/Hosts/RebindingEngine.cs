using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Overlay.Delegations;
using Xia.Overlay.Rebinding;

namespace Xia.Overlay.Hosts;

/// <summary>
/// Both sides of rebinding for all associations of a stack: tells its peers, and listens to them.
/// </summary>
internal sealed class RebindingEngine
{
    private readonly StackCore _core;
    private readonly RebindingVerifier _verifier;
    private readonly PriorityQueue<PendingCheck, (Instant DoneAt, long Ordinal)> _pending = new();
    private readonly byte[] _scratch = new byte[RebindingMessage.MaximumLengthBytes];
    private readonly Queue<Association> _unsigned = new();
    private long _checksSoFar;
    private Instant? _signedAt;

    public RebindingEngine(StackCore core)
    {
        _core = core;
        _verifier = new RebindingVerifier(core.Options.Checker ?? new ProofChecker(), core.Ledger);
    }

    /// <summary>
    /// When the first check is done whose result waits to be acted on, or the signature in hand.
    /// </summary>
    public Instant? NextTimeout => Instant.Earliest(
        _signedAt, _pending.TryPeek(out _, out (Instant DoneAt, long Ordinal) first) ? first.DoneAt : null);

    /// <summary>This end is elsewhere now: every association is to hear of it, the last used first.</summary>
    public void OnMoved(Instant now)
    {
        for (Association? one = _core.Table.Newest; one is not null; one = one.Older)
        {
            one.Header = null;
            one.RoundTripsFrom = now;
            if (one.RemoteNonce == 0)
            {
                // Nobody to tell: the other end never answered. It will take this for somebody new.
                _core.Table.Rename(one);
                Resend(one, now);
            }
            else
            {
                Begin(one, now);
            }
        }
    }

    /// <summary>One association's other end is to hear where this end is.</summary>
    public void Begin(Association association, Instant now)
    {
        association.Message = null;
        association.Sender.Await();
        _core.Counters.Count(StackCounter.RebindingsBegun);
        _unsigned.Enqueue(association);
        if (_signedAt is null)
        {
            SignNext(now);
        }
    }

    /// <summary>The association's own deadline may have come.</summary>
    public void OnTimeout(Association association, Instant now)
    {
        switch (association.Sender.OnTimeout(now))
        {
            case RebindingStep.SendFirst:
                Sign(association);
                Resend(association, now);
                break;
            case RebindingStep.SendAgain when association.IsInbound && !association.IsProven:
                // Nothing is repeated to who may be a forged source; its own repetition brings the next one.
                association.Sender.OnSent(association.RoundTripTimeout, now);
                break;
            case RebindingStep.GiveUp:
                association.Message = null;
                _core.Counters.Count(StackCounter.RebindingsGivenUp);
                break;
            default:
                break;
        }

        if (association.Path.OnTimeout(now))
        {
            Abandon(association, now);
        }
    }

    /// <summary>Acts on the checks that are done, and takes the next signature in hand.</summary>
    public void OnTimeout(Instant now)
    {
        if (_signedAt <= now)
        {
            SignNext(now);
        }

        while (_pending.TryPeek(out PendingCheck check, out (Instant DoneAt, long Ordinal) key)
            && key.DoneAt <= now)
        {
            _pending.Dequeue();
            if (!check.Association.IsRemoved)
            {
                Conclude(check, now);
            }
        }
    }

    /// <summary>
    /// Signatures are made one after another, so that other work, such as finding the new router, gets the
    /// core between two of them.
    /// </summary>
    private void SignNext(Instant now)
    {
        _signedAt = null;
        while (_signedAt is null && _unsigned.TryDequeue(out Association? next))
        {
            if (next.IsRemoved || !next.Sender.IsAwaiting)
            {
                continue;
            }

            Instant doneAt = _core.Processor.Charge(WorkKind.Sign, 1, now);
            next.Sender.Begin(doneAt);
            _core.Update(next);
            _signedAt = doneAt > now ? doneAt : null;
        }
    }

    /// <summary>The other end says where it is.</summary>
    public void OnRebinding(
        Association association,
        in PayloadPrefix prefix, ReadOnlySpan<byte> payload, int packetBytes, Instant now)
    {
        if (RebindingMessage.TryReadFreshness(payload, out Freshness freshness)
            && freshness == association.Path.Newest
            && freshness != default
            && !association.Path.IsAbandoned)
        {
            Repeat(association);
            return;
        }

        if (!RebindingMessage.TryRead(payload, out RebindingMessage? message))
        {
            Reject(association, RebindingRejection.Malformed, now);
            return;
        }

        RebindingRejection early = _verifier.Precheck(message, association.Context);
        if (early != RebindingRejection.None)
        {
            Reject(association, early, now);
            return;
        }

        if (_pending.Count >= _core.Options.MaximumPendingChecks)
        {
            Reject(association, RebindingRejection.Busy, now);
            return;
        }

        PendingCheck check = new(association, prefix.SenderNonce, message, packetBytes);
        Instant doneAt = _verifier.Charge(message, association.Peer.Authority, _core.Processor, now);
        if (doneAt <= now)
        {
            Conclude(check, now);
        }
        else
        {
            _pending.Enqueue(check, (doneAt, _checksSoFar++));
        }
    }

    /// <summary>The other end asks whether this end is where it said.</summary>
    public void OnChallenge(Association association, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!PathMessage.TryRead(payload, out PathMessage challenge))
        {
            Reject(association, RebindingRejection.Malformed, now);
        }
        else if (challenge.Freshness != association.SentFreshness || challenge.Freshness == default)
        {
            Reject(association, RebindingRejection.ChallengeMismatch, now);
        }
        else
        {
            if (association.Sender.IsOpen && association.Sender.Attempts == 1)
            {
                association.RoundTrip.Add(now - association.Sender.SentAt);
            }

            association.OwedAnswer = challenge;
            association.Sender.OnChallenged(association.RoundTripTimeout, now);
            _core.Update(association);
        }
    }

    /// <summary>The new place answers.</summary>
    public void OnAnswer(Association association, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!PathMessage.TryRead(payload, out PathMessage answer))
        {
            Reject(association, RebindingRejection.Malformed, now);
        }
        else if (association.Path.Check == PathCheck.Settled
            && !association.Path.IsAbandoned
            && answer.Freshness == association.Path.Newest)
        {
            // A second answer to a challenge that was sent twice.
            Repeat(association);
        }
        else
        {
            bool wasAsked = association.Path.Check == PathCheck.Asked;
            if (!association.Path.TryConfirm(answer.Freshness, answer.Token))
            {
                Reject(association, RebindingRejection.ChallengeMismatch, now);
                return;
            }

            _core.Counters.Count(StackCounter.PlacesConfirmed);
            _core.Observer?.OnConfirmed(association.LocalNonce, now);
            Confirm(association, wasAsked, now);
        }
    }

    /// <summary>The other end uses the new place.</summary>
    public void OnAcknowledgement(Association association, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!PathMessage.TryRead(payload, out PathMessage message))
        {
            Reject(association, RebindingRejection.Malformed, now);
        }
        else if (message.Freshness != association.SentFreshness || message.Token != association.SentToken)
        {
            Reject(association, RebindingRejection.ChallengeMismatch, now);
        }
        else if (association.Sender.IsOpen && association.Message is not null)
        {
            association.Sender.OnAcknowledged();
            association.Message = null;
            _core.Counters.Count(StackCounter.RebindingsAcknowledged);
            _core.Observer?.OnAcknowledged(association.LocalNonce, now);
            _core.Update(association);
        }
    }

    /// <summary>Counts a message that changed nothing.</summary>
    public void Reject(Association? association, RebindingRejection reason, Instant now)
    {
        _core.Counters.Count(reason);
        _core.Observer?.OnRejected(association?.LocalNonce ?? 0, reason, now);
    }

    private void Sign(Association association)
    {
        LocalPlace place = _core.Place;
        association.SentFreshness = new Freshness(place.Credential.Epoch, ++place.Sequence);
        int lengthBytes = RebindingMessage.Write(
            _scratch,
            association.LocalNonce,
            association.RemoteNonce,
            association.SentFreshness,
            place.AddressOf(association.LocalSid),
            place.Credential,
            place.AttachedBy,
            out ulong token);
        association.SentToken = token;
        association.Message = _scratch[..lengthBytes];
    }

    private void Conclude(in PendingCheck check, Instant now)
    {
        Association association = check.Association;
        RebindingMessage message = check.Message;
        RebindingRejection reason = association.RemoteNonce != 0
            && association.RemoteNonce != check.SenderNonce
            ? RebindingRejection.WrongNonce
            : RebindingRejection.None;
        bool attached = false;
        if (reason == RebindingRejection.None)
        {
            reason = _verifier.Verify(message, association.Context, now, out attached);
        }

        if (reason != RebindingRejection.None)
        {
            Reject(association, reason, now);
            return;
        }

        _core.Counters.Count(StackCounter.RebindingsVerified);
        _core.Observer?.OnVerified(association.LocalNonce, now);
        association.RemoteNonce = check.SenderNonce;
        association.IsProven = true;
        association.AdoptedToken = message.Token;
        if (message.Place.Equals(association.Path.Confirmed))
        {
            association.Path.Reaffirm(message.Freshness);
            Confirm(association, changesPath: true, now);
            return;
        }

        association.Path.Adopt(
            message.Place, message.Freshness, attached, _core.Table.DrawNonce(), check.PacketBytes, now);
        association.OwesChallenge = true;
        if (attached)
        {
            _core.Observer?.OnProvisional(association.LocalNonce, now);
            if (association.Peer.Newest <= message.Freshness)
            {
                association.Peer.Candidate = message.Place;
            }

            ChangePath(association, now);
        }

        _core.Update(association);
    }

    private void Confirm(Association association, bool changesPath, Instant now)
    {
        association.OwesAcknowledgement = true;
        association.OwesChallenge = false;
        Peer peer = association.Peer;
        if (association.Path.Newest >= peer.Newest)
        {
            peer.Newest = association.Path.Newest;
            peer.Address = association.Path.Confirmed;
            peer.Candidate = null;
            RedirectOpening(peer, association, now);
        }

        if (changesPath)
        {
            ChangePath(association, now);
        }

        _core.Update(association);
    }

    /// <summary>What was dialled at the old place and not answered is dialled again at the new one.</summary>
    private void RedirectOpening(Peer peer, Association settled, Instant now)
    {
        foreach (Association other in peer.Associations)
        {
            if (!ReferenceEquals(other, settled)
                && other.RemoteNonce == 0
                && peer.Address.NodeCount <= other.MaximumNodes
                && !other.Path.Confirmed.Equals(peer.Address))
            {
                other.Path = new PeerPath(peer.Address, _core.Options.Timing.Patience);
                ChangePath(other, now);
                _core.Update(other);
            }
        }
    }

    private void Abandon(Association association, Instant now)
    {
        association.OwesChallenge = false;
        association.Peer.Candidate = null;
        _core.Counters.Count(StackCounter.PlacesAbandoned);
        _core.Observer?.OnAbandoned(association.LocalNonce, now);
        ChangePath(association, now);
        _core.Update(association);
    }

    private void Repeat(Association association)
    {
        _core.Counters.Count(StackCounter.RebindingsRepeated);
        association.OwesChallenge = association.Path.Check != PathCheck.Settled;
        association.OwesAcknowledgement = !association.OwesChallenge;
        _core.Update(association);
    }

    /// <summary>Packets of the association go elsewhere from now on.</summary>
    private void ChangePath(Association association, Instant now)
    {
        association.Header = null;
        association.Sender.OnPeerMoved();
        Resend(association, now);
    }

    private void Resend(Association association, Instant now)
    {
        association.Header = null;
        if (association.Stream is { } stream)
        {
            if (_core.Options.Kick)
            {
                stream.Machine.Kick(now);
            }

            // After the kick, so that what it sends again may fill the initial window and not one segment
            // only.
            stream.Machine.OnPathChanged(now);
        }

        _core.Update(association);
    }
}
