using System.Text;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Addresses;

/// <summary>The form <c>ad-…-1:hid-…-2:sid-…-0</c> of XIA for Linux and Wireshark.</summary>
/// <remarks>
/// A leading <c>!</c> (invalid) and <c>&gt;</c> (chosen) are for display and refused on input.
/// </remarks>
internal static class DagTextLinux
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static bool TryParse(ref DagTextReader reader, scoped Span<DagRow> rows, ref int count)
    {
        if (reader.Next == '!')
        {
            return reader.Miss("an address that is not marked as invalid");
        }

        do
        {
            reader.SkipSpace();
            if (count == rows.Length)
            {
                return reader.Miss(DagFault.TooManyNodes);
            }

            if (!reader.TryTakeXid('-', out Xid node) || !TryTakeEdges(ref reader, out DagEdges edges))
            {
                return false;
            }

            rows[count++] = new DagRow(node, edges);
        }
        while (reader.TryTake(':'));

        reader.SkipSpace();
        return reader.IsAtEnd || reader.Miss("':' or the end");
    }

    public static string Print(DagAddress address)
    {
        StringBuilder output = new();
        int sink = address.NodeCount - 1;
        for (int row = 0; row <= sink; row++)
        {
            output.Append(row > 0 ? ":" : "").Append(address.NodeAt(row).ToLinuxString());
            DagEdges edges = row < sink ? address.EdgesOf(row) : address.EntryEdges;
            output.Append(edges.Count > 0 ? "-" : "");
            for (int priority = 0; priority < edges.Count; priority++)
            {
                output.Append(Digits[edges[priority]]);
            }
        }

        return output.ToString();
    }

    private static bool TryTakeEdges(ref DagTextReader reader, out DagEdges edges)
    {
        Span<byte> bytes = stackalloc byte[DagEdges.MaximumCount];
        bytes.Fill(DagEdges.Empty);
        edges = DagEdges.None;
        if (!reader.TryTake('-'))
        {
            return true;
        }

        int count = 0;
        while (count < bytes.Length
            && !reader.IsAtEnd
            && reader.Next != ':'
            && !char.IsWhiteSpace(reader.Next))
        {
            if (reader.Next == '>')
            {
                return reader.Miss(DagFault.ChosenEdge);
            }

            int digit = Digits.IndexOf(char.ToLowerInvariant(reader.Next), StringComparison.Ordinal);
            if (digit < 0 && reader.Next != '*')
            {
                return reader.Miss("a row number of base 36 or '*'");
            }

            bytes[count++] = digit < 0 ? DagEdges.Empty : (byte)digit;
            reader.TryTake(reader.Next);
        }

        edges = DagEdges.Read(bytes);
        return count > 0 || reader.Miss("one to four edges");
    }
}
