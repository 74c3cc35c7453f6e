using System.Globalization;
using System.Text;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Addresses;

/// <summary>The form <c>DAG 2 0 - AD:a 2 1 - HID:h 2 - SID:s</c>, which can say every address.</summary>
internal static class DagTextGraph
{
    private const int LongestRowNumber = 3;

    public static bool TryParse(ref DagTextReader reader, scoped Span<DagRow> rows, ref int count)
    {
        reader.SkipSpace();
        if (!TryTakeEdges(ref reader, out DagEdges entryEdges))
        {
            return false;
        }

        while (true)
        {
            if (count == rows.Length)
            {
                return reader.Miss(DagFault.TooManyNodes);
            }

            if (!reader.TryTakeXid(':', out Xid node))
            {
                return false;
            }

            reader.SkipSpace();
            if (reader.IsAtEnd)
            {
                rows[count++] = new DagRow(node, entryEdges);
                return true;
            }

            if (!TryTakeEdges(ref reader, out DagEdges edges))
            {
                return false;
            }

            rows[count++] = new DagRow(node, edges);
        }
    }

    public static string Print(DagAddress address)
    {
        StringBuilder output = new("DAG");
        AppendEdges(output, address.EntryEdges);
        for (int row = 0; row < address.NodeCount; row++)
        {
            output.Append(' ').Append(address.NodeAt(row));
            if (row < address.NodeCount - 1)
            {
                AppendEdges(output, address.EdgesOf(row));
            }
        }

        return output.ToString();
    }

    private static bool TryTakeEdges(ref DagTextReader reader, out DagEdges edges)
    {
        Span<int> targets = stackalloc int[DagEdges.MaximumCount];
        int count = 0;
        edges = DagEdges.None;
        while (count < targets.Length && char.IsAsciiDigit(reader.Next))
        {
            int target = 0;
            for (int digits = 0; char.IsAsciiDigit(reader.Next) && digits < LongestRowNumber; digits++)
            {
                target = (target * 10) + (reader.Next - '0');
                reader.TryTake(reader.Next);
            }

            if (target >= DagAddress.MaximumNodes)
            {
                return reader.Miss(DagFault.EdgeOutOfRange);
            }

            targets[count++] = target;
            reader.SkipSpace();
        }

        if (!reader.TryTake('-') && count < targets.Length)
        {
            return reader.Miss("row numbers and '-'");
        }

        reader.SkipSpace();
        edges = DagEdges.To(targets[..count]);
        return true;
    }

    private static void AppendEdges(StringBuilder output, DagEdges edges)
    {
        int count = edges.Count;
        for (int priority = 0; priority < count; priority++)
        {
            output.Append(CultureInfo.InvariantCulture, $" {edges[priority]}");
        }

        if (count < DagEdges.MaximumCount)
        {
            output.Append(" -");
        }
    }
}
