namespace Xia.Kernel.Links;

/// <summary>What becomes of a frame that was offered to one direction of a link.</summary>
public enum LinkVerdict
{
    /// <summary>It will be transmitted and arrive.</summary>
    Accepted,

    /// <summary>It will be transmitted, occupies the link, and never arrives.</summary>
    Lost,

    /// <summary>The queue has no room for it; it is dropped at once.</summary>
    QueueFull,

    /// <summary>The link is down; the frame is dropped at once.</summary>
    Down,
}
