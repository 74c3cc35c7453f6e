namespace Xia.Transport.Sockets;

/// <summary>Why a byte stream broke.</summary>
public enum StreamFailure
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>The peer reset it.</summary>
    Reset,

    /// <summary>The peer refused the connection.</summary>
    Refused,

    /// <summary>The peer did not answer within the stack's patience.</summary>
    TimedOut,

    /// <summary>The application gave it up.</summary>
    Aborted,
}
