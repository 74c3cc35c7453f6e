using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Wire;

/// <summary>
/// The steps of forwarding one by one, on a packet's bytes, for graphs that do each in an element of its own.
/// </summary>
/// <remarks>
/// <see cref="Forwarding.DagForwarder"/> does all of them at once. Packets need not have been checked: what
/// lies outside of the bytes is not found.
/// </remarks>
public static class XipPath
{
    private const int NoRow = -1;

    /// <summary>
    /// Where the row stands to which an edge of the node visited last leads; −1 when there is no such edge.
    /// </summary>
    /// <param name="packet">The packet from its XIP header on.</param>
    /// <param name="priority">Which edge, 0 being the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NextRow(ReadOnlySpan<byte> packet, int priority)
    {
        if (!TryFindEdges(packet, out int edges, out int count) || (uint)priority >= DagEdges.MaximumCount)
        {
            return NoRow;
        }

        int target = packet[edges + priority] & ~DagEdges.ChosenMark;
        return target < count ? RowOffset(target) : NoRow;
    }

    /// <summary>Whether the node visited last is the intent.</summary>
    public static bool HasArrived(ReadOnlySpan<byte> packet) =>
        packet.Length >= XipLayout.FixedLengthBytes
        && packet[XipLayout.LastNodeOffset] == packet[XipLayout.DestinationRowsOffset] - 1;

    /// <summary>Marks an edge of the node visited last as chosen and goes to where it leads.</summary>
    /// <returns>False, and nothing is changed, when there is no such edge.</returns>
    public static bool TryAdvance(Span<byte> packet, int priority)
    {
        int row = NextRow(packet, priority);
        if (row < 0 || !TryFindEdges(packet, out int edges, out _))
        {
            return false;
        }

        packet[edges + priority] |= DagEdges.ChosenMark;
        packet[XipLayout.LastNodeOffset] = (byte)((row - XipLayout.FixedLengthBytes) / DagRow.LengthBytes);
        return true;
    }

    /// <summary>How many hops are left; 0 when the packet is cut short.</summary>
    public static byte HopLimit(ReadOnlySpan<byte> packet) =>
        packet.Length >= XipLayout.FixedLengthBytes ? packet[XipLayout.HopLimitOffset] : (byte)0;

    /// <summary>Takes one hop off a packet that has hops left.</summary>
    public static void DecrementHopLimit(Span<byte> packet) => packet[XipLayout.HopLimitOffset]--;

    /// <summary>The type that a row names; the row was found by <see cref="NextRow"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static XidType TypeAt(ReadOnlySpan<byte> packet, int row) =>
        (XidType)BinaryPrimitives.ReadUInt32BigEndian(packet[row..]);

    /// <summary>The identifier that a row names; the row was found by <see cref="NextRow"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> IdAt(ReadOnlySpan<byte> packet, int row) =>
        packet.Slice(row + sizeof(uint), Xid.IdLengthBytes);

    /// <summary>The type of the destination's intent; none when the packet is cut short.</summary>
    public static XidType DestinationType(ReadOnlySpan<byte> packet) =>
        packet.Length < XipLayout.FixedLengthBytes
            ? XidType.None
            : TypeOfRow(packet, packet[XipLayout.DestinationRowsOffset] - 1);

    /// <summary>
    /// The type of the source's intent; none without a source, or when the packet is cut short.
    /// </summary>
    public static XidType SourceType(ReadOnlySpan<byte> packet) =>
        packet.Length < XipLayout.FixedLengthBytes || packet[XipLayout.SourceRowsOffset] == 0
            ? XidType.None
            : TypeOfRow(
                packet,
                packet[XipLayout.DestinationRowsOffset] + packet[XipLayout.SourceRowsOffset] - 1);

    /// <summary>How many bytes the rows of the destination take; 0 when the packet is cut short.</summary>
    public static int DestinationLengthBytes(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < XipLayout.FixedLengthBytes)
        {
            return 0;
        }

        int lengthBytes = packet[XipLayout.DestinationRowsOffset] * DagRow.LengthBytes;
        return XipLayout.FixedLengthBytes + lengthBytes <= packet.Length ? lengthBytes : 0;
    }

    /// <summary>How many bytes the rows of destination and source take from the header's end on.</summary>
    public static int RowsLengthBytes(ReadOnlySpan<byte> packet) =>
        packet.Length < XipLayout.FixedLengthBytes
            ? 0
            : Math.Min(
                (packet[XipLayout.DestinationRowsOffset] + packet[XipLayout.SourceRowsOffset])
                    * DagRow.LengthBytes,
                (packet.Length - XipLayout.FixedLengthBytes) / DagRow.LengthBytes * DagRow.LengthBytes);

    private static int RowOffset(int row) => XipLayout.FixedLengthBytes + (row * DagRow.LengthBytes);

    private static XidType TypeOfRow(ReadOnlySpan<byte> packet, int row) =>
        row >= 0 && RowOffset(row + 1) <= packet.Length ? TypeAt(packet, RowOffset(row)) : XidType.None;

    // The edges of the node visited last; the entry's stand in the intent's row, which has none of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFindEdges(ReadOnlySpan<byte> packet, out int edges, out int count)
    {
        edges = 0;
        count = 0;
        if (packet.Length < XipLayout.FixedLengthBytes)
        {
            return false;
        }

        count = packet[XipLayout.DestinationRowsOffset];
        int last = packet[XipLayout.LastNodeOffset];
        int sink = count - 1;
        if (count == 0 || RowOffset(count) > packet.Length || (last >= sink && last != XipLayout.EntryNode))
        {
            return false;
        }

        edges = RowOffset(last == XipLayout.EntryNode ? sink : last) + DagRow.EdgesOffset;
        return true;
    }
}
