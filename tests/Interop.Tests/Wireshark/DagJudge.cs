using Xia.Overlay.Addresses;
using Xia.Overlay.Wire;

namespace Xia.Interop.Tests.Wireshark;

/// <summary>Compares the DAGs that tshark prints with our own reading of the same bytes.</summary>
internal sealed class DagJudge
{
    private const char Chosen = '>';
    private const char Empty = '*';
    private const char Invalid = '!';

    private readonly Dictionary<string, string?> _known = [];

    /// <summary>What differs in an XIP packet, or null.</summary>
    public string? Fault(ReadOnlyMemory<byte> packet, Dissection seen)
    {
        XipFault fault = XipHeader.TryParse(packet.Span, out XipHeader header);
        if (fault != XipFault.None)
        {
            return $"our own parser refuses it: {fault}";
        }

        return Known(seen.DestinationDag, header.DestinationRows) ?? Known(seen.SourceDag, header.SourceRows);
    }

    private string? Known(string printed, ReadOnlySpan<byte> rows)
    {
        string key = printed + Convert.ToHexString(rows);
        if (!_known.TryGetValue(key, out string? fault))
        {
            fault = Compare(printed, rows);
            _known.Add(key, fault);
        }

        return fault;
    }

    private static string? Compare(string printed, ReadOnlySpan<byte> rows)
    {
        int count = rows.Length / DagRow.LengthBytes;
        if (count == 0)
        {
            return printed.Length == 0 ? null : $"dag: {printed} where there is none";
        }

        int chosen = 0;
        DagRow[] clean = new DagRow[count];
        for (int i = 0; i < count; i++)
        {
            DagRow row = DagRow.Read(rows[(i * DagRow.LengthBytes)..]);
            clean[i] = row with { Edges = row.Edges.WithoutMarks() };
            chosen += rows.Slice((i * DagRow.LengthBytes) + DagRow.EdgesOffset, DagEdges.MaximumCount)
                .ToArray().Count(edge => (edge & DagEdges.ChosenMark) != 0);
        }

        if (printed.StartsWith(Invalid) != (chosen > 0) || printed.Count(mark => mark == Chosen) != chosen)
        {
            return $"dag: {printed} with {chosen} chosen edges";
        }

        DagAddress ours = DagAddress.Create(clean);
        string normal = Normal(printed);
        if (ours.ToLinuxString() != normal)
        {
            return $"dag: {normal} is {ours.ToLinuxString()} to us";
        }

        return DagAddress.TryParse(normal, out DagAddress? parsed, out _) && ours.Equals(parsed)
            ? null
            : $"dag: we cannot read {normal}";
    }

    /// <summary>Without line ends and without what only shows how far the packet is.</summary>
    private static string Normal(string printed) => string.Concat(
        printed.Replace("\\n", "", StringComparison.Ordinal)
            .Where(one => one is not (Chosen or Empty or Invalid)));
}
