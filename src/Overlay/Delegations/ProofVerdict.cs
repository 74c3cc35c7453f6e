namespace Xia.Overlay.Delegations;

/// <summary>
/// What a check of a delegation or of a proof found; everything but <see cref="Valid"/> changes nothing.
/// </summary>
public enum ProofVerdict
{
    /// <summary>All checks passed.</summary>
    Valid,

    /// <summary>The bytes are no delegation or proof in canonical form.</summary>
    Malformed,

    /// <summary>It is about another machine than the one claimed.</summary>
    WrongSubject,

    /// <summary>The identifier claimed is not the hash of the key given.</summary>
    BadKeyHash,

    /// <summary>A key is not a sound Ed25519 key.</summary>
    BadKey,

    /// <summary>The owner did not sign the delegation.</summary>
    BadDelegation,

    /// <summary>The delegation's time is over.</summary>
    Expired,

    /// <summary>A later epoch of this machine has been seen.</summary>
    OldEpoch,

    /// <summary>The key given did not sign the message.</summary>
    BadSignature,

    /// <summary>The sequence number does not exceed the last one of this epoch.</summary>
    OldSequence,

    /// <summary>The ledger that would have to remember the claim is full.</summary>
    LedgerFull,
}
