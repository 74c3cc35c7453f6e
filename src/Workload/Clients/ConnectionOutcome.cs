namespace Xia.Workload.Clients;

/// <summary>How an attempt of a connector ended.</summary>
public enum ConnectionOutcome
{
    /// <summary>It has not.</summary>
    Pending,

    /// <summary>The right answer came.</summary>
    Answered,

    /// <summary>The stream failed.</summary>
    Failed,

    /// <summary>The service closed before it answered.</summary>
    ClosedEarly,

    /// <summary>The connector's patience ended.</summary>
    TimedOut,

    /// <summary>The answer was not what was asked for.</summary>
    WrongAnswer,

    /// <summary>It was not begun: too many were under way.</summary>
    Skipped,
}
