using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Moves the start of a packet to one of its marks.</summary>
internal static class HeaderEdge
{
    /// <summary>Makes the packet start so many bytes later, or earlier when negative.</summary>
    public static void MoveTo(Packet packet, int offset)
    {
        if (offset > 0)
        {
            packet.Pull(Math.Min(offset, packet.LengthBytes));
        }
        else if (offset < 0)
        {
            // Bytes that were pulled off are still there; a move to another buffer takes them along.
            packet.Push(-offset);
        }
    }
}
