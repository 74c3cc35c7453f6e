namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>Where a router sends XIP packets.</summary>
/// <param name="Kind">What kind of principal the destination is.</param>
/// <param name="Name">The domain, node or machine.</param>
/// <param name="Port">
/// The number of the link device; -1 if the destination is this router, or its own domain.
/// </param>
/// <param name="NextHop">
/// The neighbour's node, or the machine itself when its host is the neighbour; null if local.
/// </param>
public sealed record XiaRoute(XiaRoute.TargetKind Kind, string Name, int Port, string? NextHop)
{
    /// <summary>What kind of principal a route leads to.</summary>
    public enum TargetKind
    {
        /// <summary>An autonomous domain (AD).</summary>
        Domain,

        /// <summary>A host or router of this router's domain (HID).</summary>
        Node,

        /// <summary>A machine that starts in this router's domain (HID); stale once it has moved.</summary>
        Machine,
    }
}
