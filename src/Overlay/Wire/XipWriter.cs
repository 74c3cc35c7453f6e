using System.Buffers.Binary;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Wire;

/// <summary>Writes XIP headers, and changes those of packets on their way.</summary>
public static class XipWriter
{
    /// <summary>The length of the header between two addresses.</summary>
    public static int LengthBytes(DagAddress destination, DagAddress? source)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return XipLayout.FixedLengthBytes + destination.LengthBytes + (source?.LengthBytes ?? 0);
    }

    /// <summary>
    /// Writes the header of a new packet and returns its length; the payload belongs right behind it.
    /// </summary>
    public static int Write(
        Span<byte> packet,
        DagAddress destination,
        DagAddress? source,
        int payloadLengthBytes,
        byte hopLimit = XipLayout.DefaultHopLimit)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLengthBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadLengthBytes, ushort.MaxValue);
        packet[XipLayout.VersionOffset] = XipLayout.Version;
        packet[XipLayout.NextHeaderOffset] = XipLayout.NextHeader;
        BinaryPrimitives.WriteUInt16BigEndian(
            packet[XipLayout.PayloadLengthOffset..], (ushort)payloadLengthBytes);
        packet[XipLayout.HopLimitOffset] = hopLimit;
        packet[XipLayout.DestinationRowsOffset] = (byte)destination.NodeCount;
        packet[XipLayout.SourceRowsOffset] = (byte)(source?.NodeCount ?? 0);
        packet[XipLayout.LastNodeOffset] = XipLayout.EntryNode;
        destination.Write(packet[XipLayout.FixedLengthBytes..]);
        source?.Write(packet[(XipLayout.FixedLengthBytes + destination.LengthBytes)..]);
        return LengthBytes(destination, source);
    }

    /// <summary>
    /// Sends a packet on its way anew towards another domain: puts it in place of every AD of the
    /// destination, takes the marks away and makes the entry the last node.
    /// </summary>
    /// <param name="packet">A packet that <see cref="XipHeader.TryParse"/> has passed.</param>
    /// <param name="ad">The domain.</param>
    /// <returns>False, and nothing is changed, when the destination names no AD.</returns>
    public static bool TryRedirect(Span<byte> packet, Xid ad)
    {
        int count = packet[XipLayout.DestinationRowsOffset];
        bool isNamed = false;
        for (int i = 0; i < count; i++)
        {
            Span<byte> row = RowOf(packet, i);
            if (BinaryPrimitives.ReadUInt32BigEndian(row) == (uint)XidType.Ad)
            {
                ad.Write(row);
                isNamed = true;
            }
        }

        if (isNamed)
        {
            Restart(packet);
        }

        return isNamed;
    }

    /// <summary>Takes the marks of the way so far away and makes the entry the last node.</summary>
    /// <param name="packet">A packet that <see cref="XipHeader.TryParse"/> has passed.</param>
    public static void Restart(Span<byte> packet)
    {
        int count = packet[XipLayout.DestinationRowsOffset];
        for (int i = 0; i < count; i++)
        {
            Span<byte> edges = RowOf(packet, i)[DagRow.EdgesOffset..];
            DagEdges.Read(edges).WithoutMarks().Write(edges);
        }

        packet[XipLayout.LastNodeOffset] = XipLayout.EntryNode;
    }

    private static Span<byte> RowOf(Span<byte> packet, int index) =>
        packet.Slice(XipLayout.FixedLengthBytes + (index * DagRow.LengthBytes), DagRow.LengthBytes);
}
