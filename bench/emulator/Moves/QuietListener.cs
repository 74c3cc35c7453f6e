using Xia.Kernel.Time;
using Xia.Migration.Control;

namespace Xia.Bench.Emulator.Moves;

/// <summary>Hears of a move and does nothing.</summary>
internal sealed class QuietListener : IMoveListener
{
    /// <inheritdoc/>
    public void OnReserved(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnPreAnnounced(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnFrozen(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnCommitted(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnResumed(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnReleased(Move move, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnAborted(Move move, MoveFailure reason, string detail, Instant now)
    {
    }

    /// <inheritdoc/>
    public void OnInDoubt(Move move, MoveFailure reason, string detail, Instant now)
    {
    }
}
