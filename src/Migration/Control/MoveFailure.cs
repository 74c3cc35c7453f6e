namespace Xia.Migration.Control;

/// <summary>Why a move was refused, given up or left in doubt; one byte on the wire.</summary>
public enum MoveFailure
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>An operator asked for it.</summary>
    Requested,

    /// <summary>The destination has no room for the machine's memory.</summary>
    NoMemory,

    /// <summary>The destination's table of machines is full.</summary>
    HostFull,

    /// <summary>The destination has, or is receiving, a copy of this machine.</summary>
    AlreadyHere,

    /// <summary>The destination takes no such machine, by its operator's policy.</summary>
    Policy,

    /// <summary>The request was meant for another host.</summary>
    WrongHost,

    /// <summary>
    /// The epoch offered is not above the highest that the destination knows for the machine.
    /// </summary>
    StaleEpoch,

    /// <summary>The owner did not delegate to the destination.</summary>
    OwnerRefused,

    /// <summary>The stream did not open in time.</summary>
    ConnectTimeout,

    /// <summary>The peer did not answer, or did not go on, in time.</summary>
    AnswerTimeout,

    /// <summary>No byte came through for too long.</summary>
    Stalled,

    /// <summary>The stream broke or ended early.</summary>
    StreamLost,

    /// <summary>A frame was damaged: magic, version, sequence, length or checksum.</summary>
    BadFrame,

    /// <summary>A control message could not be read.</summary>
    BadMessage,

    /// <summary>A message came that has no place in this state.</summary>
    UnexpectedMessage,

    /// <summary>A signature, a key or what it stands for is wrong.</summary>
    BadProof,

    /// <summary>A page frame names pages outside of the memory or in an unknown form.</summary>
    BadPages,

    /// <summary>Pages are missing at the commit.</summary>
    MissingPages,

    /// <summary>The memory that arrived has another digest than the one that left.</summary>
    DigestMismatch,

    /// <summary>The device state is longer than allowed.</summary>
    DeviceStateTooLong,

    /// <summary>The device state that arrived is not the one that left, or cannot be taken over.</summary>
    BadDeviceState,

    /// <summary>
    /// The delegation is not the owner's, not for this host, session key or epoch, or expired.
    /// </summary>
    BadDelegation,

    /// <summary>The strategy gave up.</summary>
    NotConverging,

    /// <summary>The engine's bound on rounds was reached.</summary>
    RoundLimit,

    /// <summary>The peer gave the move up; its reason is in the detail.</summary>
    PeerAborted,

    /// <summary>A query for the outcome closed the move before it was committed.</summary>
    Superseded,

    /// <summary>The peer cannot tell the outcome any more.</summary>
    OutcomeUnknown,

    /// <summary>
    /// The source's copy was overwritten early, as a test's option asked, and the destination declined.
    /// </summary>
    SourceOverwritten,
}
