namespace Xia.Migration.Control;

/// <summary>
/// Where the source of a move stands; <see cref="SourceTransitions"/> draws the whole machine.
/// </summary>
public enum SourceState
{
    /// <summary>The stream is opening.</summary>
    Connecting,

    /// <summary>The destination was asked for room.</summary>
    Reserving,

    /// <summary>The move was pre-announced; the destination has yet to say that it is ready.</summary>
    Preparing,

    /// <summary>Pages are being sent while the guest runs.</summary>
    Copying,

    /// <summary>The guest stands still; the last pages and the device state are being sent.</summary>
    Finishing,

    /// <summary>
    /// The commit has left in whole; only the destination can say now where the guest runs.
    /// </summary>
    Committed,

    /// <summary>The guest runs at the destination; the source forwards until it is released.</summary>
    Releasing,

    /// <summary>The end: the guest runs at the destination, and nothing is left here.</summary>
    Released,

    /// <summary>The end: the guest runs here.</summary>
    Aborted,

    /// <summary>
    /// The guest stands still here, and it is not known whether it runs at the destination.
    /// </summary>
    InDoubt,

    /// <summary>As in doubt; the destination is being asked again over a new stream.</summary>
    Recovering,
}
