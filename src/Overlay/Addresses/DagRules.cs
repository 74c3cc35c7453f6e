using System.Buffers.Binary;

namespace Xia.Overlay.Addresses;

/// <summary>
/// The rules that rows must keep to be a DAG; the same for addresses and for packets in flight.
/// </summary>
internal static class DagRules
{
    /// <summary>Checks rows as they stand on the wire.</summary>
    /// <param name="rows">Whole rows of <see cref="DagRow.LengthBytes"/> bytes.</param>
    /// <param name="marksAllowed">
    /// Whether edges may be marked as chosen, as in a packet's destination.
    /// </param>
    public static DagFault Check(ReadOnlySpan<byte> rows, bool marksAllowed)
    {
        int count = rows.Length / DagRow.LengthBytes;
        if (count == 0 || count * DagRow.LengthBytes != rows.Length)
        {
            return DagFault.NoRows;
        }

        if (count > DagAddress.MaximumNodes)
        {
            return DagFault.TooManyNodes;
        }

        uint reached = 0;
        for (int row = 0; row < count; row++)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(rows[(row * DagRow.LengthBytes)..]) == 0)
            {
                return DagFault.AbsentRow;
            }

            ReadOnlySpan<byte> edges =
                rows.Slice((row * DagRow.LengthBytes) + DagRow.EdgesOffset, DagEdges.MaximumCount);
            bool isEntry = row == count - 1;
            DagFault fault = CheckEdges(edges, count, isEntry ? -1 : row, marksAllowed, ref reached);
            if (fault != DagFault.None)
            {
                return fault;
            }
        }

        if (rows[^DagEdges.MaximumCount] == DagEdges.Empty)
        {
            return DagFault.NoEntryEdge;
        }

        return reached == (1u << count) - 1 ? DagFault.None : DagFault.Unreachable;
    }

    private static DagFault CheckEdges(
        ReadOnlySpan<byte> edges, int count, int ownRow, bool marksAllowed, ref uint reached)
    {
        bool ended = false;
        foreach (byte edge in edges)
        {
            if (edge == DagEdges.Empty)
            {
                ended = true;
                continue;
            }

            int target = edge & ~DagEdges.ChosenMark;
            if (!marksAllowed && edge != target)
            {
                return DagFault.ChosenEdge;
            }

            if (ended)
            {
                return DagFault.EdgeAfterEmptyEdge;
            }

            if (target >= count)
            {
                return DagFault.EdgeOutOfRange;
            }

            if (target <= ownRow)
            {
                return DagFault.NotTopological;
            }

            reached |= 1u << target;
        }

        return DagFault.None;
    }
}
