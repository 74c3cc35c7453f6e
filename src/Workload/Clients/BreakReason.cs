namespace Xia.Workload.Clients;

/// <summary>Why a client's application gave its session up.</summary>
public enum BreakReason
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>The stream failed.</summary>
    StreamFailed,

    /// <summary>The service closed the stream in the middle.</summary>
    ClosedEarly,

    /// <summary>The oldest request had waited too long for its answer.</summary>
    TimedOut,

    /// <summary>An answer was not what was asked for.</summary>
    WrongAnswer,
}
