using Xia.Kernel.Time;
using Xia.Overlay.Delegations;

namespace Xia.Overlay.Neighbours;

/// <summary>What a node needs to believe its neighbours; shared by all its ports.</summary>
/// <param name="checker">Makes the checks.</param>
/// <param name="epochs">The highest epoch seen of each machine.</param>
/// <param name="freshness">The newest claim believed of each neighbour.</param>
public sealed class NeighbourTrust(IProofChecker checker, EpochLedger epochs, FreshnessLedger freshness)
{
    /// <summary>Trust from nothing, with all checks.</summary>
    public NeighbourTrust()
        : this(new ProofChecker(), new EpochLedger(), new FreshnessLedger())
    {
    }

    /// <summary>Makes the checks.</summary>
    public IProofChecker Checker { get; } = checker;

    /// <summary>The highest epoch seen of each machine.</summary>
    public EpochLedger Epochs { get; } = epochs;

    /// <summary>Checks a message and, if it is sound, remembers how new it is.</summary>
    public XarpVerdict Check(XarpMessage message, Instant now)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Proof is not { } proof)
        {
            return XarpVerdict.NoProof;
        }

        ProofVerdict verdict = proof.Check(
            Checker, message.Sender, XarpMessage.Domain, message.SignedBody, Epochs.LowestEpoch(
                message.Sender), now);
        if (verdict != ProofVerdict.Valid)
        {
            return Translate(verdict);
        }

        Freshness claim = new(proof.Epoch, message.Sequence);
        if (IsReplay(message, claim))
        {
            return XarpVerdict.OldSequence;
        }

        if (!freshness.HasRoomFor(message.Sender)
            || (proof.Epoch > 0 && Epochs.Raise(message.Sender, proof.Epoch) != ProofVerdict.Valid))
        {
            return XarpVerdict.LedgerFull;
        }

        freshness.Remember(message.Sender, claim);
        return XarpVerdict.Learned;
    }

    /// <summary>Whether a message is old on its face; saves checking its signature.</summary>
    /// <returns>Checking, OldEpoch or OldSequence.</returns>
    public XarpVerdict Foresee(XarpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Freshness claim = new(message.Proof?.Epoch ?? 0, message.Sequence);
        return claim.Epoch < Epochs.LowestEpoch(message.Sender) ? XarpVerdict.OldEpoch
            : IsReplay(message, claim) ? XarpVerdict.OldSequence
            : XarpVerdict.Checking;
    }

    // A reply repeats the nonce of a question that was just asked, so it cannot be a replay.
    private bool IsReplay(XarpMessage message, Freshness claim) =>
        message.Operation != XarpOperation.Reply && !Checker.IsNewer(claim, freshness.Newest(message.Sender));

    private static XarpVerdict Translate(ProofVerdict verdict) => verdict switch
    {
        ProofVerdict.BadKeyHash => XarpVerdict.BadKeyHash,
        ProofVerdict.BadKey => XarpVerdict.BadKey,
        ProofVerdict.Expired => XarpVerdict.Expired,
        ProofVerdict.OldEpoch => XarpVerdict.OldEpoch,
        ProofVerdict.BadSignature => XarpVerdict.BadSignature,
        _ => XarpVerdict.BadDelegation,
    };
}
