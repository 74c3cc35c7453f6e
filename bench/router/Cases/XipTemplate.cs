using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;

namespace Xia.Bench.Router.Cases;

/// <summary>The packet that is cloned for XIP forwarding, with room for drawn identifiers.</summary>
/// <remarks>
/// The destination's entry leads to its intent first, then to further nodes in turn, and last to the first
/// row, the only one that routes are known for. With 0 fallbacks that is the intent itself.
/// </remarks>
internal static class XipTemplate
{
    /// <summary>An entry has at most four edges.</summary>
    public const int MaximumFallbacks = 3;

    private const int LengthBytes = 158;
    private static readonly Xid Known = new((XidType)1, new byte[Xid.IdLengthBytes]);
    private static readonly Xid Other = new((XidType)2, new byte[Xid.IdLengthBytes]);

    /// <summary>The packet as an argument of a source.</summary>
    /// <param name="fallbacks">How many edges lead to nodes without a route, before one that has.</param>
    public static string Make(int fallbacks)
    {
        DagRow[] rows = new DagRow[fallbacks + 1];
        int[] entry = [.. Enumerable.Range(0, rows.Length).Reverse()];
        for (int row = 0; row < rows.Length; row++)
        {
            DagEdges edges = row == fallbacks ? DagEdges.To(entry) : DagEdges.To(fallbacks);
            rows[row] = new DagRow(row == 0 ? Known : Other, edges);
        }

        DagAddress destination = DagAddress.Create(rows);
        DagAddress source = DagAddress.Path(Xid.Parse("AD:1000000000000000000000000000000000000009"));
        byte[] packet = new byte[LengthBytes];
        int headerBytes = XipWriter.LengthBytes(destination, source);
        XipWriter.Write(packet, destination, source, LengthBytes - headerBytes);
        return $"\\<{Convert.ToHexString(packet)}>";
    }
}
