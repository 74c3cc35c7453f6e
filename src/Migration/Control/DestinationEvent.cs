namespace Xia.Migration.Control;

/// <summary>What moves the destination of a move from state to state.</summary>
public enum DestinationEvent
{
    /// <summary>Room was asked for, and given.</summary>
    Reserved,

    /// <summary>The move was pre-announced.</summary>
    PreAnnounced,

    /// <summary>The source says that the guest stands still.</summary>
    Frozen,

    /// <summary>The last byte of the commit arrived.</summary>
    CommitArrived,

    /// <summary>Everything is as the commit says, and the ledger let this move take effect.</summary>
    Verified,

    /// <summary>The vCPUs are going.</summary>
    Started,

    /// <summary>The source's copy is gone.</summary>
    Destroyed,

    /// <summary>A question about the outcome of a move, or a request that is refused, was answered.</summary>
    Answered,

    /// <summary>A check failed, or the ledger has closed the move.</summary>
    Rejected,

    /// <summary>
    /// Anything else that ends the exchange: the stream, a deadline, an abort, a bad or unexpected message.
    /// </summary>
    Failed,
}
