namespace Xia.Migration.Control;

/// <summary>
/// Where the destination of a move stands; <see cref="DestinationTransitions"/> draws the whole machine.
/// </summary>
public enum DestinationState
{
    /// <summary>Nothing has been asked yet.</summary>
    Listening,

    /// <summary>Room and a session key are held for the machine.</summary>
    Reserved,

    /// <summary>Pages are arriving while the guest runs at the source.</summary>
    Receiving,

    /// <summary>The guest stands still; the last pages and the device state are arriving.</summary>
    Finishing,

    /// <summary>
    /// The commit is here in whole; digests, delegation and device state are being checked.
    /// </summary>
    Verifying,

    /// <summary>The epoch is taken; the guest's vCPUs are being set going.</summary>
    Starting,

    /// <summary>The guest runs here; the source has yet to say that its copy is gone.</summary>
    Running,

    /// <summary>The end: the guest runs here.</summary>
    Done,

    /// <summary>
    /// The end: there was nothing to move, the move was refused, or it will never take effect here.
    /// </summary>
    Closed,
}
