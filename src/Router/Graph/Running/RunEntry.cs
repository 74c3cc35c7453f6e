namespace Xia.Router.Graph.Running;

/// <summary>
/// What a caller of <see cref="RouterThread.Enter"/> hands back to <see cref="RouterThread.Leave"/>.
/// </summary>
/// <remarks>
/// Kept by the caller, not by the router's thread: while one caller waits inside its run, another may be
/// let in alone.
/// </remarks>
/// <param name="IsNested">Whether the caller was inside already.</param>
/// <param name="EndsRun">Whether leaving ends a run at the gate.</param>
/// <param name="Before">The thread in whose run the caller was before.</param>
/// <param name="PoolOwner">Who owned the thread's pool before.</param>
internal readonly record struct RunEntry(
    bool IsNested, bool EndsRun = false, RouterThread? Before = null, int PoolOwner = 0);
