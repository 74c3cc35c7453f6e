using static Xia.Migration.Control.SourceEvent;
using static Xia.Migration.Control.SourceState;

namespace Xia.Migration.Control;

/// <summary>The source's state machine, pure.</summary>
/// <remarks>
/// <code>
/// Connecting ─Opened─▶ Reserving ─Reserved─▶ Preparing ─Ready─▶ Copying ─Frozen─▶ Finishing ─CommitSent─▶ Committed
///     │                    │                     │                 │                  │                     │  │  │
///     └──────Failed────────┴───Failed, Declined──┴─────────────────┴──────────────────┘      ┌───Declined───┘  │  └─Failed─▶ InDoubt
///                                     │                                                      │              Resumed         │  ▲
///                                     ▼                                                      │                 ▼            │  │
///                                  Aborted ◀─────────────────────────────────────────────────┘             Releasing     Reconnected
///                                     ▲                                                                     ▲  │            ▼  │ Failed
///                                     └──────── Fenced (from InDoubt), Declined ──────────── Recovering ─Resumed┘ │      Recovering
///                                                                                              Released, Failed ▼
///                                                                                                        Released
/// </code>
/// The line that keeps two copies from running: no event but Declined (signed by the destination) or Fenced
/// (signed by the owner) leads from Committed, InDoubt or Recovering to Aborted, the state in which the guest
/// runs here.
/// </remarks>
internal static class SourceTransitions
{
    /// <summary>The next state, or null if the event has no place in this one.</summary>
    public static SourceState? Next(SourceState state, SourceEvent happened) => (state, happened) switch
    {
        (Connecting, Opened) => Reserving,
        (Reserving, SourceEvent.Reserved) => Preparing,
        (Preparing, Ready) => Copying,
        (Copying, Frozen) => Finishing,
        (Finishing, CommitSent) => Committed,
        (Committed or Recovering, Resumed) => Releasing,
        (Releasing, SourceEvent.Released) => SourceState.Released,
        (Preparing or Copying or Finishing or Committed or Recovering, Declined) => Aborted,
        (Connecting or Reserving or Preparing or Copying or Finishing, Failed) => Aborted,
        (Committed or Recovering, Failed) => InDoubt,
        (Releasing, Failed) => SourceState.Released,
        (InDoubt, Reconnected) => Recovering,
        (InDoubt, Fenced) => Aborted,
        _ => null,
    };
}
