using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Rebinding;

/// <summary>
/// Decides whether a rebinding is true, new and about this association; decides nothing else.
/// </summary>
/// <remarks>
/// Checks go from cheap to dear. <see cref="Precheck"/> needs no signature; <see cref="Verify"/> repeats it,
/// because time has passed on a core, and does the rest. A delegation that was checked is remembered, as long
/// as it is the latest of its machine, so that a hundred associations cost it once.
/// </remarks>
internal sealed class RebindingVerifier(IProofChecker checker, EpochLedger ledger)
{
    /// <summary>How many machines' delegations are remembered as checked.</summary>
    public const int MaximumRemembered = 1024;

    private readonly Dictionary<Xid, Delegation> _checked = [];

    /// <summary>The checks that cost next to nothing.</summary>
    public RebindingRejection Precheck(RebindingMessage message, in RebindingContext context)
    {
        if (message.Place.NodeCount > context.MaximumNodes || message.Freshness.Epoch != message.Proof.Epoch)
        {
            return RebindingRejection.Malformed;
        }

        if (message.Place.Intent != context.Intent
            || !Authority.TryFind(message.Place.Rows, out Xid authority)
            || authority != context.Authority)
        {
            return RebindingRejection.WrongIdentity;
        }

        if (message.Freshness.Epoch < ledger.LowestEpoch(context.Authority))
        {
            return RebindingRejection.OldEpoch;
        }

        bool isNew = checker.IsNewer(message.Freshness, context.Accepted)
            || (context.MayRepeat && message.Freshness == context.Accepted);
        return isNew ? RebindingRejection.None : RebindingRejection.OldSequence;
    }

    /// <summary>
    /// Occupies a processor for as long as <see cref="Verify"/> takes, and says until when.
    /// </summary>
    public Instant Charge(RebindingMessage message, Xid authority, IProcessor processor, Instant now)
    {
        Delegation? delegation = message.Proof.Delegation;
        bool isRemembered = delegation is not null && IsRemembered(authority, delegation);
        int signatures = delegation is null || isRemembered ? 1 : 2;
        int newKeys = checker.IsNewKey(message.Proof.SigningKey) ? 1 : 0;
        newKeys += delegation is not null && !isRemembered && checker.IsNewKey(delegation.OwnerKey) ? 1 : 0;
        if (message.Attachment is not null && delegation is not null)
        {
            signatures++;
            newKeys += checker.IsNewKey(message.Attachment.SigningKey) ? 1 : 0;
        }

        Instant validated = newKeys > 0 ? processor.Charge(WorkKind.ValidateKey, newKeys, now) : now;
        return processor.Charge(WorkKind.CheckSignature, signatures, validated);
    }

    /// <summary>All checks. On success the machine's epoch is remembered.</summary>
    /// <param name="message">The rebinding.</param>
    /// <param name="context">The association.</param>
    /// <param name="now">The time.</param>
    /// <param name="attached">Whether the place itself confirms the machine, or is the mover itself.</param>
    public RebindingRejection Verify(
        RebindingMessage message, in RebindingContext context, Instant now, out bool attached)
    {
        attached = false;
        RebindingRejection early = Precheck(message, context);
        if (early != RebindingRejection.None)
        {
            return early;
        }

        RebindingRejection right = CheckRight(message.Proof, context.Authority, now);
        if (right != RebindingRejection.None)
        {
            return right;
        }

        ProofVerdict signed = checker.CheckSignature(
            message.Proof.SigningKey, RebindingMessage.Domain, message.SignedBody, message.Proof.Signature);
        if (signed != ProofVerdict.Valid)
        {
            return Translate(signed);
        }

        if (!TryCheckAttachment(message, context.Authority, out attached))
        {
            return RebindingRejection.BadAttachment;
        }

        ProofVerdict raised = ledger.Raise(context.Authority, message.Freshness.Epoch);
        return raised == ProofVerdict.Valid ? RebindingRejection.None : Translate(raised);
    }

    private RebindingRejection CheckRight(Proof proof, Xid authority, Instant now)
    {
        if (proof.Delegation is not { } delegation)
        {
            return checker.IsKeyOf(authority, proof.SigningKey)
                ? RebindingRejection.None
                : RebindingRejection.BadKeyHash;
        }

        if (IsRemembered(authority, delegation))
        {
            return now < delegation.Expiry ? RebindingRejection.None : RebindingRejection.ExpiredDelegation;
        }

        ProofVerdict verdict =
            checker.CheckDelegation(delegation, authority, ledger.LowestEpoch(authority), now);
        if (verdict == ProofVerdict.Valid)
        {
            if (_checked.Count >= MaximumRemembered)
            {
                _checked.Clear();
            }

            _checked[authority] = delegation;
        }

        return Translate(verdict);
    }

    private bool TryCheckAttachment(RebindingMessage message, Xid authority, out bool attached)
    {
        // A host that signs with its own key is itself the place that confirms.
        attached = message.Proof.Delegation is null;
        if (message.Proof.Delegation is not { } delegation || message.Attachment is not { } attachment)
        {
            return true;
        }

        attached = message.Place.TryFind(XidType.Ad, out Xid ad)
            && Attachment.Check(
                attachment, checker, authority, delegation.Host, delegation.Epoch, ad) == ProofVerdict.Valid;
        return attached;
    }

    private bool IsRemembered(Xid authority, Delegation delegation) =>
        _checked.TryGetValue(authority, out Delegation? known) && known.Equals(delegation);

    private static RebindingRejection Translate(ProofVerdict verdict) => verdict switch
    {
        ProofVerdict.Valid => RebindingRejection.None,
        ProofVerdict.BadKeyHash => RebindingRejection.BadKeyHash,
        ProofVerdict.BadKey => RebindingRejection.BadKey,
        ProofVerdict.BadSignature => RebindingRejection.BadSignature,
        ProofVerdict.Expired => RebindingRejection.ExpiredDelegation,
        ProofVerdict.OldEpoch => RebindingRejection.OldEpoch,
        ProofVerdict.OldSequence => RebindingRejection.OldSequence,
        ProofVerdict.LedgerFull => RebindingRejection.Busy,
        ProofVerdict.Malformed => RebindingRejection.Malformed,
        _ => RebindingRejection.BadDelegation,
    };
}
