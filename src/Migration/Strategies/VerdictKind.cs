namespace Xia.Migration.Strategies;

/// <summary>What a strategy wants to happen next.</summary>
public enum VerdictKind
{
    /// <summary>Go on with this round; at its end, begin the next.</summary>
    Continue,

    /// <summary>End this round here: harvest the dirty log and begin the next with what is left.</summary>
    NextRound,

    /// <summary>Stop the guest and send the rest.</summary>
    Freeze,

    /// <summary>Give the move up; the guest runs on where it is.</summary>
    GiveUp,
}
