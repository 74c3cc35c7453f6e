using System.Buffers.Binary;

namespace Xia.Overlay.Addresses;

/// <summary>The out-edges of one node in order of priority: up to four row numbers.</summary>
/// <remarks>Four bytes as on the wire: bit 7 = chosen, bits 0–6 = row, 0x7F = no edge.</remarks>
public readonly record struct DagEdges
{
    /// <summary>How many edges a node can have.</summary>
    public const int MaximumCount = 4;

    /// <summary>The byte that stands for no edge.</summary>
    public const byte Empty = 0x7F;

    /// <summary>The bit that marks an edge as chosen.</summary>
    public const byte ChosenMark = 0x80;

    private const uint AllEmpty = 0x7F7F7F7F;

    private readonly uint _inverted;

    private DagEdges(uint bytes) => _inverted = bytes ^ AllEmpty;

    /// <summary>No edges; also the default value.</summary>
    public static DagEdges None => default;

    /// <summary>How many edges there are before the first empty one.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            while (count < MaximumCount && this[count] != Empty)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>Whether any edge bears the mark of a choice.</summary>
    public bool HasChosen => (Bytes & 0x80808080) != 0;

    private uint Bytes => _inverted ^ AllEmpty;

    /// <summary>The edge byte of a priority, 0 being the first.</summary>
    public byte this[int priority] => (byte)(Bytes >> (24 - (8 * priority)));

    /// <summary>Edges to given rows, the most preferred first.</summary>
    public static DagEdges To(params ReadOnlySpan<int> rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Length, MaximumCount, nameof(rows));
        uint bytes = AllEmpty;
        for (int priority = 0; priority < rows.Length; priority++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(rows[priority], nameof(rows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rows[priority], Empty, nameof(rows));
            int shift = 24 - (8 * priority);
            bytes = (bytes & ~(0xFFu << shift)) | ((uint)rows[priority] << shift);
        }

        return new DagEdges(bytes);
    }

    /// <summary>Reads four edge bytes.</summary>
    public static DagEdges Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(source));

    /// <summary>Writes four edge bytes.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(destination, Bytes);

    /// <summary>The same edges with no mark of a choice.</summary>
    public DagEdges WithoutMarks() => new(Bytes & AllEmpty);
}
