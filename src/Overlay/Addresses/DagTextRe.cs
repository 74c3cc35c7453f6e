using System.Diagnostics.CodeAnalysis;
using System.Text;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Addresses;

/// <summary>The form <c>RE ( AD:a HID:h ) SID:s</c>.</summary>
/// <remarks>
/// Each <c>( f1 f2 … ) m</c> stands for: the node before → m, else f1; each f → m, else the next f; the last
/// f → m. Rows are in the order of the text. Not every graph has this form.
/// </remarks>
internal static class DagTextRe
{
    private const int Entry = -1;

    public static bool TryParse(ref DagTextReader reader, scoped Span<DagRow> rows, ref int count)
    {
        Span<DagEdges> edges = stackalloc DagEdges[DagAddress.MaximumNodes];
        DagEdges entryEdges = DagEdges.None;
        int previous = Entry;
        reader.SkipSpace();
        do
        {
            int first = count;
            if (!TryTakeFallback(ref reader, rows, ref count) || !TryTakeNode(ref reader, rows, ref count))
            {
                return false;
            }

            int main = count - 1;
            DagEdges fromPrevious = first == main ? DagEdges.To(main) : DagEdges.To(main, first);
            if (previous == Entry)
            {
                entryEdges = fromPrevious;
            }
            else
            {
                edges[previous] = fromPrevious;
            }

            for (int row = first; row < main; row++)
            {
                edges[row] = row + 1 < main ? DagEdges.To(main, row + 1) : DagEdges.To(main);
            }

            previous = main;
        }
        while (!reader.IsAtEnd);

        edges[count - 1] = entryEdges;
        for (int row = 0; row < count; row++)
        {
            rows[row] = rows[row] with { Edges = edges[row] };
        }

        return true;
    }

    public static bool TryPrint(DagAddress address, [NotNullWhen(true)] out string? text)
    {
        StringBuilder output = new("RE");
        text = null;
        int sink = address.NodeCount - 1;
        int node = Entry;
        while (node != sink)
        {
            int first = node + 1;
            DagEdges edges = node == Entry ? address.EntryEdges : address.EdgesOf(node);
            int main = edges[0];
            if (!IsGroup(address, edges, first, main))
            {
                return false;
            }

            PrintGroup(address, output, first, main);
            node = main;
        }

        text = output.ToString();
        return true;
    }

    private static bool TryTakeFallback(ref DagTextReader reader, scoped Span<DagRow> rows, ref int count)
    {
        if (!reader.TryTake('('))
        {
            return true;
        }

        reader.SkipSpace();
        do
        {
            if (!TryTakeNode(ref reader, rows, ref count))
            {
                return false;
            }
        }
        while (!reader.TryTake(')') && !reader.IsAtEnd);

        reader.SkipSpace();
        return true;
    }

    private static bool TryTakeNode(ref DagTextReader reader, scoped Span<DagRow> rows, ref int count)
    {
        if (count == rows.Length)
        {
            return reader.Miss(DagFault.TooManyNodes);
        }

        if (!reader.TryTakeXid(':', out Xid node))
        {
            return false;
        }

        rows[count++] = new DagRow(node, DagEdges.None);
        reader.SkipSpace();
        return true;
    }

    /// <summary>
    /// Whether rows first … main−1 are the fallback of main in the one shape that the form can say.
    /// </summary>
    private static bool IsGroup(DagAddress address, DagEdges edges, int first, int main)
    {
        if (main < first || edges != (first == main ? DagEdges.To(main) : DagEdges.To(main, first)))
        {
            return false;
        }

        for (int row = first; row < main; row++)
        {
            if (address.EdgesOf(row) != (row + 1 < main ? DagEdges.To(main, row + 1) : DagEdges.To(main)))
            {
                return false;
            }
        }

        return true;
    }

    private static void PrintGroup(DagAddress address, StringBuilder output, int first, int main)
    {
        if (first < main)
        {
            output.Append(" (");
            for (int row = first; row < main; row++)
            {
                output.Append(' ').Append(address.NodeAt(row));
            }

            output.Append(" )");
        }

        output.Append(' ').Append(address.NodeAt(main));
    }
}
