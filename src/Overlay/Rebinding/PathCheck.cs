namespace Xia.Overlay.Rebinding;

/// <summary>Where a <see cref="PeerPath"/> stands.</summary>
internal enum PathCheck
{
    /// <summary>One place, used without limits.</summary>
    Settled,

    /// <summary>A new place is asked; everything but the question goes to the old one.</summary>
    Asked,

    /// <summary>A new place is used within its credit, and asked.</summary>
    Provisional,
}
