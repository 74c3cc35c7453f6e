using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.MessagePack;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Addresses;

/// <summary>
/// An address: a directed acyclic graph from an entry node to the intent, with fallbacks in order of
/// priority.
/// </summary>
/// <remarks>
/// Immutable, and kept as the rows that go on the wire (<see cref="DagRow"/>), so that writing it is a copy.
/// A value of this type has passed every check of <see cref="DagFault"/>.
/// </remarks>
public sealed class DagAddress : IEquatable<DagAddress>
{
    /// <summary>How many nodes an address can have, the entry not counted.</summary>
    public const int MaximumNodes = 9;

    private readonly byte[] _rows;

    private DagAddress(byte[] validRows) => _rows = validRows;

    /// <summary>How many nodes it has, the entry not counted.</summary>
    public int NodeCount => _rows.Length / DagRow.LengthBytes;

    /// <summary>How many bytes its rows take on the wire.</summary>
    public int LengthBytes => _rows.Length;

    /// <summary>Its rows as on the wire.</summary>
    public ReadOnlySpan<byte> Rows => _rows;

    /// <summary>What the sender wants to reach in the end: the last node.</summary>
    public Xid Intent => NodeAt(NodeCount - 1);

    /// <summary>Where a packet may go first.</summary>
    public DagEdges EntryEdges => RowAt(NodeCount - 1).Edges;

    /// <summary>A node; the last one is the intent.</summary>
    public Xid NodeAt(int index) => Xid.Read(_rows.AsSpan(index * DagRow.LengthBytes, Xid.WireLengthBytes));

    /// <summary>The out-edges of a node; the intent has none.</summary>
    public DagEdges EdgesOf(int index) => index == NodeCount - 1 ? DagEdges.None : RowAt(index).Edges;

    /// <summary>The path through these nodes, as <c>RE AD:a HID:h SID:s</c>.</summary>
    public static DagAddress Path(params ReadOnlySpan<Xid> nodes)
    {
        Span<DagRow> rows = stackalloc DagRow[MaximumNodes];
        CheckCount(nodes.Length, nameof(nodes));
        for (int i = 0; i < nodes.Length; i++)
        {
            rows[i] = new DagRow(nodes[i], DagEdges.To(i == nodes.Length - 1 ? 0 : i + 1));
        }

        return Create(rows[..nodes.Length]);
    }

    /// <summary>
    /// The intent at once where it is known, else by these nodes in turn, as <c>RE ( AD:a HID:h ) SID:s</c>.
    /// </summary>
    public static DagAddress WithFallback(Xid intent, params ReadOnlySpan<Xid> fallback)
    {
        int sink = fallback.Length;
        Span<DagRow> rows = stackalloc DagRow[MaximumNodes];
        CheckCount(sink + 1, nameof(fallback));
        for (int i = 0; i < sink; i++)
        {
            rows[i] = new DagRow(fallback[i], i + 1 < sink ? DagEdges.To(sink, i + 1) : DagEdges.To(sink));
        }

        rows[sink] = new DagRow(intent, sink > 0 ? DagEdges.To(sink, 0) : DagEdges.To(0));
        return Create(rows[..(sink + 1)]);
    }

    /// <summary>Makes an address of rows; the last row holds the entry node's edges.</summary>
    public static bool TryCreate(
        ReadOnlySpan<DagRow> rows, [NotNullWhen(true)] out DagAddress? address, out DagFault fault)
    {
        byte[] wire = new byte[rows.Length * DagRow.LengthBytes];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].Write(wire.AsSpan(i * DagRow.LengthBytes));
        }

        fault = DagRules.Check(wire, marksAllowed: false);
        address = fault == DagFault.None ? new DagAddress(wire) : null;
        return address is not null;
    }

    /// <summary>Makes an address of rows.</summary>
    /// <exception cref="ArgumentException">They break a rule.</exception>
    public static DagAddress Create(ReadOnlySpan<DagRow> rows) =>
        TryCreate(rows, out DagAddress? made, out DagFault fault)
        ? made
        : throw new ArgumentException($"The rows are no address: {fault}.", nameof(rows));

    /// <summary>Reads an address from rows as on the wire.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> rows, [NotNullWhen(true)] out DagAddress? address, out DagFault fault)
    {
        fault = DagRules.Check(rows, marksAllowed: false);
        address = fault == DagFault.None ? new DagAddress(rows.ToArray()) : null;
        return address is not null;
    }

    /// <summary>Reads what <see cref="Write(ref MessagePackWriter)"/> wrote.</summary>
    /// <exception cref="MessagePackSerializationException">It is no address.</exception>
    public static DagAddress Read(ref MessagePackReader reader) =>
        TryRead(reader.ReadBytes(), out DagAddress? address, out DagFault fault)
            ? address
            : throw new MessagePackSerializationException($"Not an address: {fault}.");

    /// <summary>Reads either text form; see <see cref="DagText"/>.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> text, [NotNullWhen(true)] out DagAddress? address, out DagTextFault fault) =>
        DagText.TryParse(text, out address, out fault);

    /// <summary>Reads either text form.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static DagAddress Parse(ReadOnlySpan<char> text) =>
        DagText.TryParse(text, out DagAddress? address, out DagTextFault fault)
            ? address
            : throw new FormatException($"'{text}' is no address: {fault}.");

    /// <summary>The first node of a type, in row order.</summary>
    public bool TryFind(XidType type, out Xid node)
    {
        for (int i = 0; i < NodeCount; i++)
        {
            node = NodeAt(i);
            if (node.Type == type)
            {
                return true;
            }
        }

        node = default;
        return false;
    }

    /// <summary>The same graph with another domain in place of every AD.</summary>
    public DagAddress ReplaceAd(Xid ad) => ReplaceAll(XidType.Ad, ad);

    /// <summary>The same graph with another intent.</summary>
    public DagAddress WithIntent(Xid intent)
    {
        byte[] rows = (byte[])_rows.Clone();
        intent.Write(rows.AsSpan(^DagRow.LengthBytes..));
        return Checked(rows);
    }

    /// <summary>Writes the rows; there is room for <see cref="LengthBytes"/>.</summary>
    public void Write(Span<byte> destination) => _rows.CopyTo(destination);

    /// <summary>Writes the rows as a bin value.</summary>
    public void Write(ref MessagePackWriter writer) => writer.Write(_rows);

    /// <inheritdoc/>
    public bool Equals(DagAddress? other) => other is not null && _rows.AsSpan().SequenceEqual(other._rows);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DagAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Intent, NodeAt(0), NodeCount);

    /// <summary>The form of xia-core: <c>RE …</c> where that can say it, else <c>DAG …</c>.</summary>
    public override string ToString() => DagText.Print(this);

    /// <summary>The form of XIA for Linux and Wireshark: <c>ad-…-1:hid-…-0</c>.</summary>
    public string ToLinuxString() => DagText.PrintLinux(this);

    private DagAddress ReplaceAll(XidType type, Xid by)
    {
        byte[] rows = (byte[])_rows.Clone();
        for (int i = 0; i < NodeCount; i++)
        {
            if (NodeAt(i).Type == type)
            {
                by.Write(rows.AsSpan(i * DagRow.LengthBytes));
            }
        }

        return Checked(rows);
    }

    private DagRow RowAt(int index) => DagRow.Read(_rows.AsSpan(index * DagRow.LengthBytes));

    private static DagAddress Checked(byte[] rows)
    {
        DagFault fault = DagRules.Check(rows, marksAllowed: false);
        return fault == DagFault.None
            ? new DagAddress(rows)
            : throw new ArgumentException($"The change leaves no address: {fault}.");
    }

    private static void CheckCount(int count, string name)
    {
        ArgumentOutOfRangeException.ThrowIfZero(count, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumNodes, name);
    }
}
