using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Arp;

/// <summary>What is known of one station of the link, and the packets that wait for its address.</summary>
internal sealed class Neighbour
{
    /// <summary>Its Ethernet address; everybody's while none is known.</summary>
    public MacAddress Mac { get; set; } = MacAddress.Broadcast;

    /// <summary>Its IPv4 address.</summary>
    public required IpAddress Ip { get; init; }

    /// <summary>Whether <see cref="Mac"/> is its address, if perhaps an old one.</summary>
    public bool IsKnown { get; set; }

    /// <summary>When it was last heard, or entered.</summary>
    public Instant Since { get; set; }

    /// <summary>Queries since it was last heard.</summary>
    public int Queries { get; set; }

    /// <summary>When it was last asked for.</summary>
    public Instant LastQuery { get; set; }

    /// <summary>Packets that wait.</summary>
    public PacketBatch Held;

    /// <summary>Its place in the order in which entries were made.</summary>
    public LinkedListNode<Neighbour>? Place { get; set; }
}
