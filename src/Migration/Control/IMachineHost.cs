using Xia.Kernel.Time;
using Xia.Migration.Machines;

namespace Xia.Migration.Control;

/// <summary>A host that machines can move to.</summary>
public interface IMachineHost
{
    /// <summary>Makes an empty copy of a machine: state Absent, its memory with every page missing.</summary>
    /// <param name="reservation">What is asked for; its size has not been judged yet.</param>
    /// <param name="now">The time.</param>
    /// <param name="machine">The copy; null when refused.</param>
    /// <returns>None, or why not.</returns>
    MoveFailure TryReserve(in Reservation reservation, Instant now, out IMachine? machine);

    /// <summary>
    /// The move came to nothing: the copy is destroyed, and what was held for it is free again.
    /// </summary>
    void OnReservationReturned(IMachine machine, Instant now);
}
