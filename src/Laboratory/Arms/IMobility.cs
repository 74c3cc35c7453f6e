using Xia.Kernel.Time;
using Xia.Laboratory.Building;
using Xia.Migration.Control;

namespace Xia.Laboratory.Arms;

/// <summary>How a machine stays reachable when it moves, and what the arm promises of it.</summary>
internal interface IMobility : IMoveListener
{
    /// <summary>What the arm promises, in one line; fixed before the run.</summary>
    string Promise { get; }

    /// <summary>Whether the arm promises to keep sessions that are open at the move.</summary>
    bool KeepsSessions { get; }

    /// <summary>A machine was put on the host where it starts.</summary>
    void OnPlaced(Guest guest, Instant now);

    /// <summary>Entries that someone must keep for moved machines at the end of the run.</summary>
    long ResidualState { get; }
}
