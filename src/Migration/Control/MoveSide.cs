namespace Xia.Migration.Control;

/// <summary>Which end of a move.</summary>
public enum MoveSide
{
    /// <summary>The host that the machine leaves.</summary>
    Source,

    /// <summary>The host that it goes to.</summary>
    Destination,
}
