namespace Xia.Router.Devices;

/// <summary>What a graph wants to see of a network interface of the host.</summary>
/// <param name="IsPromiscuous">Also frames to other stations.</param>
/// <param name="HasOutbound">Also frames that the host sends.</param>
/// <param name="BurstFrames">The most frames in a row before others get their turn.</param>
/// <param name="HeadroomBytes">Room before each frame.</param>
public sealed record CaptureSettings(
    bool IsPromiscuous, bool HasOutbound, int BurstFrames, int HeadroomBytes);
