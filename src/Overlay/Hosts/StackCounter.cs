namespace Xia.Overlay.Hosts;

/// <summary>What an <c>OverlayStack</c> counts besides rejected rebindings.</summary>
internal enum StackCounter
{
    /// <summary>Packets that arrived.</summary>
    PacketsIn,

    /// <summary>Packets that were handed to the network.</summary>
    PacketsOut,

    /// <summary>Arrived with a header that is none.</summary>
    BadHeader,

    /// <summary>Arrived with a payload that ends too early.</summary>
    ShortPayload,

    /// <summary>Arrived with bytes set that must be zero.</summary>
    ReservedNotZero,

    /// <summary>Arrived with a checksum that does not match.</summary>
    WrongChecksum,

    /// <summary>Arrived without a sender's nonce.</summary>
    NoSenderNonce,

    /// <summary>Arrived with a kind that nobody knows.</summary>
    UnknownKind,

    /// <summary>Arrived for an identifier that is not of this host.</summary>
    NotForUs,

    /// <summary>Arrived without exactly one host identifier in its source address.</summary>
    NoAuthority,

    /// <summary>Arrived for a service at which nobody listens.</summary>
    NobodyListens,

    /// <summary>Arrived for an association that does not exist.</summary>
    UnknownAssociation,

    /// <summary>Arrived for an association whose other end has another nonce or identifier.</summary>
    ForeignAssociation,

    /// <summary>Arrived when the table of associations was full and nothing in it was idle.</summary>
    TableFull,

    /// <summary>Idle associations that made room.</summary>
    Evicted,

    /// <summary>Datagrams of applications that found a full queue.</summary>
    QueueFull,

    /// <summary>Answers of the stack itself that found a full queue.</summary>
    AnswerDropped,

    /// <summary>Packets that had to wait because the new place had not proven itself.</summary>
    HeldForCredit,

    /// <summary>Streams that the network or the peer broke off.</summary>
    ResetsSent,

    /// <summary>XCMP echo requests that were answered.</summary>
    EchoesAnswered,

    /// <summary>XCMP reports that a place cannot be reached.</summary>
    UnreachableHeard,

    /// <summary>XCMP reports that a hop limit ran out.</summary>
    TimeExceededHeard,

    /// <summary>XCMP messages that were none or that nobody asked for.</summary>
    XcmpIgnored,

    /// <summary>Rebindings that were begun because this host moved.</summary>
    RebindingsBegun,

    /// <summary>Rebindings handed to the network, repetitions included.</summary>
    RebindingsSent,

    /// <summary>Rebindings that the peer acknowledged.</summary>
    RebindingsAcknowledged,

    /// <summary>Rebindings that nobody acknowledged within all tries.</summary>
    RebindingsGivenUp,

    /// <summary>Rebindings of peers that passed every check.</summary>
    RebindingsVerified,

    /// <summary>Repetitions of a rebinding that was verified before.</summary>
    RebindingsRepeated,

    /// <summary>Peers whose new place answered the challenge.</summary>
    PlacesConfirmed,

    /// <summary>Peers whose new place never answered the challenge.</summary>
    PlacesAbandoned,
}
