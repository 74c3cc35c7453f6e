using static Xia.Migration.Control.DestinationEvent;
using static Xia.Migration.Control.DestinationState;

namespace Xia.Migration.Control;

/// <summary>The destination's state machine, pure.</summary>
/// <remarks>
/// <code>
/// Listening ─Reserved─▶ Reserved ─PreAnnounced─▶ Receiving ─Frozen─▶ Finishing ─CommitArrived─▶ Verifying
///  │     │                 │                         │                   │                      │      │
///  │   Failed            Failed                    Failed              Failed               Rejected Verified
///  │     └─────────────────┴─────────────────────────┴───────────────────┴──────────────────────┤      ▼
///  │                                                                                            │   Starting
///  └─Answered────────────────────────────▶ Closed ◀─────────────────────────────────────────────┘      │
///                                                                                                  Started
///                                           Done ◀──────────Destroyed, Failed────────── Running ◀──────┘
/// </code>
/// Once the commit is here in whole, losing the source changes nothing: Failed has no place in Verifying and
/// Starting, because the source has bound itself to wait for this end's word.
/// </remarks>
internal static class DestinationTransitions
{
    /// <summary>The next state, or null if the event has no place in this one.</summary>
    public static DestinationState? Next(DestinationState state, DestinationEvent happened) =>
        (state, happened) switch
        {
            (Listening, DestinationEvent.Reserved) => DestinationState.Reserved,
            (Listening, Answered) => Closed,
            (DestinationState.Reserved, PreAnnounced) => Receiving,
            (Receiving, Frozen) => Finishing,
            (Finishing, CommitArrived) => Verifying,
            (Verifying, Verified) => Starting,
            (Verifying, Rejected) => Closed,
            (Starting, Started) => Running,
            (Running, Destroyed or Failed) => Done,
            (Listening or DestinationState.Reserved or Receiving or Finishing, Failed) => Closed,
            _ => null,
        };
}
