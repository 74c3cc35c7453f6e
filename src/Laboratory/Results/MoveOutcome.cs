namespace Xia.Laboratory.Results;

/// <summary>How a migration ended.</summary>
public enum MoveOutcome
{
    /// <summary>
    /// The machine runs at the destination, and its memory there equals what the source had.
    /// </summary>
    Completed,

    /// <summary>The destination did not take it; it runs at the source.</summary>
    Refused,

    /// <summary>It was given up or interrupted; the machine runs at the source.</summary>
    Aborted,

    /// <summary>Neither side may run it until someone decides.</summary>
    InDoubt,

    /// <summary>The run ended first.</summary>
    Unfinished,
}
