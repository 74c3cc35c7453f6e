using System.Diagnostics.CodeAnalysis;

namespace Xia.Overlay.Addresses;

/// <summary>Reads and prints addresses in both dialects.</summary>
/// <remarks>
/// xia-core: <c>RE main+</c> with <c>main = [ "(" xid+ ")" ] xid</c>, or <c>DAG edges ( xid edges )* xid</c>
/// with <c>edges</c> = up to four row numbers then <c>-</c>, which four numbers do not need; the first list
/// is the entry node's. XIA for Linux: <c>node ( ":" node )*</c> with
/// <c>node = type-hex [ "-" edge{1..4} ]</c>, an edge being a digit of base 36 or <c>*</c> for none; the last
/// node's edges are the entry's.
/// </remarks>
internal static class DagText
{
    public static bool TryParse(
        ReadOnlySpan<char> text, [NotNullWhen(true)] out DagAddress? address, out DagTextFault fault)
    {
        DagTextReader reader = new(text);
        Span<DagRow> rows = stackalloc DagRow[DagAddress.MaximumNodes];
        int count = 0;
        bool isRead = reader.TryTakeWord("RE") ? DagTextRe.TryParse(ref reader, rows, ref count)
            : reader.TryTakeWord("DAG") ? DagTextGraph.TryParse(ref reader, rows, ref count)
            : DagTextLinux.TryParse(ref reader, rows, ref count);
        address = null;
        if (!isRead)
        {
            fault = new DagTextFault(reader.Position, reader.Expected, reader.Graph);
            return false;
        }

        bool isSound = DagAddress.TryCreate(rows[..count], out address, out DagFault graph);
        fault = new DagTextFault(isSound ? 0 : text.Length, "", graph);
        return isSound;
    }

    public static string Print(DagAddress address) =>
        DagTextRe.TryPrint(address, out string? text) ? text : DagTextGraph.Print(address);

    public static string PrintLinux(DagAddress address) => DagTextLinux.Print(address);
}
