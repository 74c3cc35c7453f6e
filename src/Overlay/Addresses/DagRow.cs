using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Addresses;

/// <summary>One row of a DAG as on the wire: a node and four edge bytes.</summary>
/// <remarks>
/// 28 bytes: type (4, big-endian), identifier (20), edges (4). The entry node has no row: its edges stand in
/// the last row, because the last node is the intent and has none of its own.
/// </remarks>
/// <param name="Node">The node.</param>
/// <param name="Edges">Its edges; in the last row the entry node's.</param>
public readonly record struct DagRow(Xid Node, DagEdges Edges)
{
    /// <summary>The length on the wire.</summary>
    public const int LengthBytes = 28;

    /// <summary>Where the edges start.</summary>
    public const int EdgesOffset = 24;

    /// <summary>Reads a row of at least <see cref="LengthBytes"/> bytes.</summary>
    public static DagRow Read(ReadOnlySpan<byte> source) =>
        new(Xid.Read(source), DagEdges.Read(source[EdgesOffset..]));

    /// <summary>Writes a row of <see cref="LengthBytes"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        Node.Write(destination);
        Edges.Write(destination[EdgesOffset..]);
    }
}
