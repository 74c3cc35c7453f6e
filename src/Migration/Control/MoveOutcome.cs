namespace Xia.Migration.Control;

/// <summary>What a destination knows about a move.</summary>
public enum MoveOutcome
{
    /// <summary>Nothing, or no more.</summary>
    Unknown,

    /// <summary>It is under way and not decided.</summary>
    Open,

    /// <summary>The guest was resumed here.</summary>
    Resumed,

    /// <summary>It will never take effect here.</summary>
    Declined,
}
