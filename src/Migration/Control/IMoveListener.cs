using Xia.Kernel.Time;

namespace Xia.Migration.Control;

/// <summary>
/// Hears of every step of a move; mobility schemes hang on this, and migration knows none of them.
/// </summary>
/// <remarks>
/// Both ends report, each what it knows and when it knows it; <see cref="Move.Side"/> tells them apart.
/// Called after the machine's own transition. A listener may use any stack, but must not call the reporting
/// end back.
/// </remarks>
public interface IMoveListener
{
    /// <summary>
    /// The destination holds room and a session key for the machine, and the owner has delegated.
    /// </summary>
    void OnReserved(Move move, Instant now);

    /// <summary>The machine is going to move: names may be prepared and announced ahead.</summary>
    void OnPreAnnounced(Move move, Instant now);

    /// <summary>The guest stands still at the source.</summary>
    void OnFrozen(Move move, Instant now);

    /// <summary>
    /// Source: the commit left, and only the destination can say now where the guest runs. Destination: it
    /// took the epoch.
    /// </summary>
    void OnCommitted(Move move, Instant now);

    /// <summary>Destination: the guest runs here. Source: it learnt so.</summary>
    void OnResumed(Move move, Instant now);

    /// <summary>Nothing of the machine is needed at the source any more.</summary>
    void OnReleased(Move move, Instant now);

    /// <summary>
    /// The move ended without a new place; at the source the guest runs again, or never stopped.
    /// </summary>
    void OnAborted(Move move, MoveFailure reason, string detail, Instant now);

    /// <summary>
    /// The source does not know whether the guest runs at the destination; it stays stopped here.
    /// </summary>
    void OnInDoubt(Move move, MoveFailure reason, string detail, Instant now);
}
