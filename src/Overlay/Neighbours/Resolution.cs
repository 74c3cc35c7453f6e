namespace Xia.Overlay.Neighbours;

/// <summary>What became of a packet that needs a neighbour's link address.</summary>
public enum Resolution
{
    /// <summary>The address is known; the packet is the caller's still.</summary>
    Known,

    /// <summary>The packet waits in the table.</summary>
    Waiting,

    /// <summary>Too many packets or neighbours wait already; the packet is the caller's still.</summary>
    Refused,
}
