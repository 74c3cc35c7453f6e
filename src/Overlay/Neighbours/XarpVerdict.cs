namespace Xia.Overlay.Neighbours;

/// <summary>What became of a XARP message; only <see cref="Learned"/> changes a table.</summary>
public enum XarpVerdict
{
    /// <summary>It waits for a core to check its signature.</summary>
    Checking,

    /// <summary>Its claim was proven and is believed.</summary>
    Learned,

    /// <summary>It claims nothing that this node wants to know.</summary>
    NotForUs,

    /// <summary>It ends early, or is not about XIDs on Ethernet.</summary>
    Malformed,

    /// <summary>The claimed link address is none of a single station.</summary>
    BadLinkAddress,

    /// <summary>The frame came from another station than the one claimed.</summary>
    OtherStation,

    /// <summary>It is a reply that answers no open question.</summary>
    Unasked,

    /// <summary>It claims something without a proof.</summary>
    NoProof,

    /// <summary>Too many messages wait for a core already.</summary>
    Busy,

    /// <summary>The identifier is not the hash of the key.</summary>
    BadKeyHash,

    /// <summary>A key is unsound.</summary>
    BadKey,

    /// <summary>The delegation is about another machine, or not by its owner.</summary>
    BadDelegation,

    /// <summary>The delegation's time is over.</summary>
    Expired,

    /// <summary>A later epoch of this machine has been seen.</summary>
    OldEpoch,

    /// <summary>The message was not signed by the key.</summary>
    BadSignature,

    /// <summary>A newer message of the same epoch has been seen: a replay.</summary>
    OldSequence,

    /// <summary>The ledger of neighbours is full.</summary>
    LedgerFull,
}
