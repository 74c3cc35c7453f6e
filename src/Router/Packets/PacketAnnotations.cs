using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;

namespace Xia.Router.Packets;

/// <summary>What elements note on a packet for elements after them; never on the wire.</summary>
public struct PacketAnnotations
{
    /// <summary>Where the packet came in or what its time stamp says; zero when nobody stamped it.</summary>
    public Instant Timestamp { get; set; }

    /// <summary>IPv4 address of the next hop, host byte order; 0 when not set.</summary>
    public uint DestinationIp { get; set; }

    /// <summary>Aggregate or flow number.</summary>
    public uint Aggregate { get; set; }

    /// <summary>VLAN tag control information.</summary>
    public ushort VlanTag { get; set; }

    /// <summary>Colour; -1 is a colour too, because XIA's paint is signed.</summary>
    public short Paint { get; set; }

    /// <summary>How many edges of the DAG node at hand were already tried.</summary>
    public byte PathIndex { get; set; }

    /// <summary>How the link layer addressed the frame that carried the packet.</summary>
    public PacketKind Kind { get; set; }

    /// <summary>Whether the element that sends it writes the source address (an own error report).</summary>
    public bool FixSource { get; set; }

    /// <summary>The neighbour that the packet goes to; <c>default</c> when not set.</summary>
    public Xid NextHop { get; set; }
}
