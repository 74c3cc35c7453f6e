namespace Xia.Overlay.Rebinding;

/// <summary>Why a rebinding, a challenge, its answer or an acknowledgement changed nothing.</summary>
public enum RebindingRejection
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>Lengths, flags or the address in it are wrong.</summary>
    Malformed,

    /// <summary>The receiver's nonce names no association here.</summary>
    UnknownAssociation,

    /// <summary>The sender's nonce is not that of the association's other end.</summary>
    WrongNonce,

    /// <summary>The new address ends at another identifier than the association's other end.</summary>
    WrongIdentity,

    /// <summary>The epoch is below one that the identifier's peers here have seen.</summary>
    OldEpoch,

    /// <summary>The sequence number is not above the last one of its epoch.</summary>
    OldSequence,

    /// <summary>A public key is no point of the prime-order group in canonical form.</summary>
    BadKey,

    /// <summary>The key that speaks is not the one whose hash the identifier is.</summary>
    BadKeyHash,

    /// <summary>The delegation is for somebody else or not signed by the owner.</summary>
    BadDelegation,

    /// <summary>The delegation's time is over.</summary>
    ExpiredDelegation,

    /// <summary>The rebinding is not signed by the key that it names.</summary>
    BadSignature,

    /// <summary>The attachment is not signed by the host that the delegation names.</summary>
    BadAttachment,

    /// <summary>Too many rebindings wait for a core.</summary>
    Busy,

    /// <summary>An answer or acknowledgement does not match what is open.</summary>
    ChallengeMismatch,
}
