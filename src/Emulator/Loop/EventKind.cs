namespace Xia.Emulator.Loop;

/// <summary>What sort of event happens; lower kinds go first among those of one instant.</summary>
public enum EventKind : byte
{
    /// <summary>A frame arrives at the end of a link.</summary>
    Arrival,

    /// <summary>A node runs its graph or handles a deadline.</summary>
    Node,

    /// <summary>Something that the experiment does or measures.</summary>
    Experiment,
}
