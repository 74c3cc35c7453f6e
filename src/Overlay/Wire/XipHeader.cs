using System.Buffers.Binary;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Wire;

/// <summary>A view of the XIP header of a packet, decoded in place; see <see cref="XipLayout"/>.</summary>
/// <remarks>
/// There is no view without <see cref="TryParse"/>, so the accessors cannot fail. The view is over the
/// packet's own bytes: what a router changes in them later shows.
/// </remarks>
public readonly ref struct XipHeader
{
    private readonly ReadOnlySpan<byte> _packet;

    private XipHeader(ReadOnlySpan<byte> packet) => _packet = packet;

    /// <summary>How many routers may still pass it on.</summary>
    public byte HopLimit => _packet[XipLayout.HopLimitOffset];

    /// <summary>The destination row visited last, or <see cref="XipLayout.EntryNode"/>.</summary>
    public byte LastNode => _packet[XipLayout.LastNodeOffset];

    /// <summary>The length of header and rows.</summary>
    public int LengthBytes => _packet.Length - PayloadLengthBytes;

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Payload => _packet[LengthBytes..];

    /// <summary>The length of what follows the header.</summary>
    public int PayloadLengthBytes =>
        BinaryPrimitives.ReadUInt16BigEndian(_packet[XipLayout.PayloadLengthOffset..]);

    /// <summary>The destination's rows with the marks of the way so far.</summary>
    public ReadOnlySpan<byte> DestinationRows =>
        _packet.Slice(
            XipLayout.FixedLengthBytes, _packet[XipLayout.DestinationRowsOffset] * DagRow.LengthBytes);

    /// <summary>The source's rows; empty for a packet without a source.</summary>
    public ReadOnlySpan<byte> SourceRows
    {
        get
        {
            int lengthBytes = _packet[XipLayout.SourceRowsOffset] * DagRow.LengthBytes;
            return _packet.Slice(LengthBytes - lengthBytes, lengthBytes);
        }
    }

    /// <summary>Whether it says from where it comes.</summary>
    public bool HasSource => _packet[XipLayout.SourceRowsOffset] > 0;

    /// <summary>What is to be reached.</summary>
    public Xid DestinationIntent => Xid.Read(DestinationRows[^DagRow.LengthBytes..]);

    /// <summary>Who sent it, or the default for a packet without a source.</summary>
    public Xid SourceIntent => HasSource ? Xid.Read(SourceRows[^DagRow.LengthBytes..]) : default;

    /// <summary>Checks a whole packet; the payload ends where the span ends.</summary>
    /// <returns>None, and the view, when every check passed.</returns>
    public static XipFault TryParse(ReadOnlySpan<byte> packet, out XipHeader header)
    {
        header = default;
        XipFault fault = CheckFixedPart(packet, out int rowsEnd);
        if (fault != XipFault.None)
        {
            return fault;
        }

        int split = XipLayout.FixedLengthBytes + (
            packet[XipLayout.DestinationRowsOffset] * DagRow.LengthBytes);
        if (DagRules.Check(packet[XipLayout.FixedLengthBytes..split], marksAllowed: true) != DagFault.None)
        {
            return XipFault.Destination;
        }

        if (split < rowsEnd && DagRules.Check(packet[split..rowsEnd], marksAllowed: false) != DagFault.None)
        {
            return XipFault.Source;
        }

        header = new XipHeader(packet);
        return XipFault.None;
    }

    /// <summary>
    /// How long a packet says that it is, so that padding can be cut off; 0 when it is too short to say.
    /// </summary>
    public static int ClaimedLengthBytes(ReadOnlySpan<byte> packet) =>
        packet.Length < XipLayout.FixedLengthBytes
        ? 0
        : XipLayout.FixedLengthBytes
            + ((packet[XipLayout.DestinationRowsOffset] + packet[XipLayout.SourceRowsOffset])
                * DagRow.LengthBytes)
            + BinaryPrimitives.ReadUInt16BigEndian(packet[XipLayout.PayloadLengthOffset..]);

    /// <summary>A row of the destination.</summary>
    public DagRow DestinationRow(int index) => DagRow.Read(DestinationRows[(index * DagRow.LengthBytes)..]);

    /// <summary>The destination as its sender wrote it, without marks.</summary>
    public DagAddress Destination()
    {
        ReadOnlySpan<byte> rows = DestinationRows;
        Span<DagRow> clean = stackalloc DagRow[XipLayout.MaximumRows];
        int count = rows.Length / DagRow.LengthBytes;
        for (int i = 0; i < count; i++)
        {
            DagRow row = DagRow.Read(rows[(i * DagRow.LengthBytes)..]);
            clean[i] = row with { Edges = row.Edges.WithoutMarks() };
        }

        return DagAddress.Create(clean[..count]);
    }

    /// <summary>The source, or null for a packet without one.</summary>
    public DagAddress? Source() =>
        DagAddress.TryRead(SourceRows, out DagAddress? source, out _) ? source : null;

    /// <summary>Whether the source is this address; allocates nothing.</summary>
    public bool IsFrom(DagAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return SourceRows.SequenceEqual(address.Rows);
    }

    /// <summary>Whether the destination names a node.</summary>
    public bool IsTowards(Xid node)
    {
        ReadOnlySpan<byte> rows = DestinationRows;
        for (; !rows.IsEmpty; rows = rows[DagRow.LengthBytes..])
        {
            if (Xid.Read(rows) == node)
            {
                return true;
            }
        }

        return false;
    }

    private static XipFault CheckFixedPart(ReadOnlySpan<byte> packet, out int rowsEnd)
    {
        rowsEnd = 0;
        if (packet.Length < XipLayout.FixedLengthBytes)
        {
            return XipFault.TooShort;
        }

        if (packet[XipLayout.VersionOffset] != XipLayout.Version)
        {
            return XipFault.Version;
        }

        if (packet[XipLayout.NextHeaderOffset] != XipLayout.NextHeader)
        {
            return XipFault.NextHeader;
        }

        int destinationRows = packet[XipLayout.DestinationRowsOffset];
        int sourceRows = packet[XipLayout.SourceRowsOffset];
        if (destinationRows is 0 or > XipLayout.MaximumRows || sourceRows > XipLayout.MaximumRows)
        {
            return XipFault.RowCount;
        }

        rowsEnd = XipLayout.FixedLengthBytes + ((destinationRows + sourceRows) * DagRow.LengthBytes);
        if (rowsEnd > packet.Length)
        {
            return XipFault.RowsCutShort;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(
            packet[XipLayout.PayloadLengthOffset..]) != packet.Length - rowsEnd)
        {
            return XipFault.PayloadLength;
        }

        byte lastNode = packet[XipLayout.LastNodeOffset];
        return lastNode < destinationRows || lastNode == XipLayout.EntryNode
            ? XipFault.None
            : XipFault.LastNode;
    }
}
