using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Delegations;

/// <summary>The checks that stand between a stranger's claim and its effect, each on its own.</summary>
/// <remarks>
/// <see cref="ProofChecker"/> is the only implementation outside of tests. They are apart so that a test can
/// leave one out and see what it prevented.
/// </remarks>
public interface IProofChecker
{
    /// <summary>Whether an identifier is the hash of a key.</summary>
    bool IsKeyOf(Xid subject, ReadOnlySpan<byte> key);

    /// <summary>Whether a key is sound and its holder signed a body for a purpose.</summary>
    /// <returns>Valid, BadKey or BadSignature.</returns>
    ProofVerdict CheckSignature(
        ReadOnlySpan<byte> key, string domain, ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature);

    /// <summary>Whether a delegation holds now; the cheap checks come first.</summary>
    /// <param name="delegation">The delegation.</param>
    /// <param name="machine">Whom it has to be about.</param>
    /// <param name="lowestEpoch">
    /// The lowest epoch that is still good; an <see cref="EpochLedger"/> knows it.
    /// </param>
    /// <param name="now">The time.</param>
    ProofVerdict CheckDelegation(Delegation delegation, Xid machine, ulong lowestEpoch, Instant now);

    /// <summary>Whether a claim is newer than the newest that was accepted before.</summary>
    bool IsNewer(Freshness claim, Freshness accepted);

    /// <summary>
    /// Whether <see cref="CheckSignature"/> would have to validate this key first; for the charge.
    /// </summary>
    bool IsNewKey(ReadOnlySpan<byte> key);
}
