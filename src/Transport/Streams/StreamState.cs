namespace Xia.Transport.Streams;

/// <summary>The states of a connection, as RFC 9293 section 3.3.2 names them.</summary>
public enum StreamState
{
    /// <summary>Waits for a peer's SYN.</summary>
    Listen,

    /// <summary>Has sent a SYN.</summary>
    SynSent,

    /// <summary>Has received a SYN and sent its own.</summary>
    SynReceived,

    /// <summary>Both directions are open.</summary>
    Established,

    /// <summary>Has closed its direction; the FIN is not acknowledged.</summary>
    FinWait1,

    /// <summary>Has closed its direction; the FIN is acknowledged.</summary>
    FinWait2,

    /// <summary>The peer has closed its direction.</summary>
    CloseWait,

    /// <summary>Both closed at the same time; the own FIN is not acknowledged.</summary>
    Closing,

    /// <summary>The peer closed first, then this end; the own FIN is not acknowledged.</summary>
    LastAck,

    /// <summary>Both directions are closed; late segments are still answered.</summary>
    TimeWait,

    /// <summary>Over.</summary>
    Closed,
}
