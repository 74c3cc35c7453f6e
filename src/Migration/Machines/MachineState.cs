namespace Xia.Migration.Machines;

/// <summary>What a host's copy of a machine is doing.</summary>
/// <remarks>
/// <code>
/// Absent ──Resume──▶ Running ──Freeze──▶ Frozen ──MarkInDoubt──▶ InDoubt
///                       ▲                  │                        │
///                       └─────Resume───────┴────────Resume──────────┘
/// every state ──Destroy──▶ Destroyed
/// </code>
/// Only a copy in <see cref="Running"/> executes instructions.
/// </remarks>
public enum MachineState
{
    /// <summary>The copy is a shell: it has not run yet, and its pages may be missing.</summary>
    Absent,

    /// <summary>The guest executes here.</summary>
    Running,

    /// <summary>The guest stands still here, complete.</summary>
    Frozen,

    /// <summary>
    /// The guest stands still here, and it is not known whether it runs at the destination of its move.
    /// </summary>
    InDoubt,

    /// <summary>The copy is gone and its buffers are overwritten.</summary>
    Destroyed,
}
