namespace Xia.Migration.Control;

/// <summary>What moves the source of a move from state to state.</summary>
public enum SourceEvent
{
    /// <summary>The stream opened.</summary>
    Opened,

    /// <summary>The destination holds room, its proof is good, and the owner has delegated.</summary>
    Reserved,

    /// <summary>The destination said that it is ready.</summary>
    Ready,

    /// <summary>The strategy, or the operator, had the guest stopped.</summary>
    Frozen,

    /// <summary>The stream took the last byte of the commit.</summary>
    CommitSent,

    /// <summary>The destination proved that the guest runs there.</summary>
    Resumed,

    /// <summary>The destination proved that the guest will never run there by this move.</summary>
    Declined,

    /// <summary>The destination let go of the source, and the time of forwarding is over.</summary>
    Released,

    /// <summary>
    /// Anything that ends the exchange: the stream, a deadline, a refusal, a bad or unexpected message, the
    /// operator.
    /// </summary>
    Failed,

    /// <summary>An operator gave a new stream to the destination.</summary>
    Reconnected,

    /// <summary>
    /// An operator brought the owner's new delegation for this host, which fences the destination off.
    /// </summary>
    Fenced,
}
