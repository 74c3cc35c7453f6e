using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Overlay.Delegations;

/// <summary>All checks, with the verdicts on keys remembered.</summary>
public sealed class ProofChecker(PublicKeyCache keys) : IProofChecker
{
    /// <summary>A checker with a cache of its own.</summary>
    public ProofChecker()
        : this(new PublicKeyCache())
    {
    }

    /// <inheritdoc/>
    public bool IsKeyOf(Xid subject, ReadOnlySpan<byte> key) => Xid.Derive(subject.Type, key) == subject;

    /// <inheritdoc/>
    public ProofVerdict CheckSignature(
        ReadOnlySpan<byte> key, string domain, ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature)
    {
        if (!keys.TryGet(key, out PublicKey? sound))
        {
            return ProofVerdict.BadKey;
        }

        return sound.Verify(domain, body, signature) ? ProofVerdict.Valid : ProofVerdict.BadSignature;
    }

    /// <inheritdoc/>
    public ProofVerdict CheckDelegation(Delegation delegation, Xid machine, ulong lowestEpoch, Instant now)
    {
        ArgumentNullException.ThrowIfNull(delegation);
        if (delegation.Machine != machine)
        {
            return ProofVerdict.WrongSubject;
        }

        if (!IsKeyOf(machine, delegation.OwnerKey))
        {
            return ProofVerdict.BadKeyHash;
        }

        if (now >= delegation.Expiry)
        {
            return ProofVerdict.Expired;
        }

        if (delegation.Epoch < lowestEpoch)
        {
            return ProofVerdict.OldEpoch;
        }

        ProofVerdict signed = CheckSignature(
            delegation.OwnerKey, Delegation.Domain, delegation.SignedBody(), delegation.Signature);
        return signed == ProofVerdict.BadSignature ? ProofVerdict.BadDelegation : signed;
    }

    /// <inheritdoc/>
    public bool IsNewer(Freshness claim, Freshness accepted) => claim.CompareTo(accepted) > 0;

    /// <inheritdoc/>
    public bool IsNewKey(ReadOnlySpan<byte> key) => !keys.Knows(key);
}
