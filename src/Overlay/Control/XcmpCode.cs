namespace Xia.Overlay.Control;

/// <summary>Why something is unreachable.</summary>
public static class XcmpCode
{
    /// <summary>No edge of the destination leads on from here.</summary>
    public const byte NoRoute = 0;

    /// <summary>The neighbour that it leads to does not answer.</summary>
    public const byte NoNeighbour = 1;

    /// <summary>The host was reached, but offers no such service.</summary>
    public const byte NoService = 3;
}
