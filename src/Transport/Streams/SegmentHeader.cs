namespace Xia.Transport.Streams;

/// <summary>
/// What one end of a stream tells the other in every segment; how it is laid out is the stack's business.
/// </summary>
/// <param name="Sequence">
/// The number of the first payload byte, or of SYN if that is set; wraps at 2³².
/// </param>
/// <param name="Acknowledgement">
/// The number of the next byte expected; counts only with <see cref="SegmentFlags.Ack"/>.
/// </param>
/// <param name="Flags">The control bits.</param>
/// <param name="WindowBytes">
/// How many bytes after the acknowledged ones the sender of this segment has room for.
/// </param>
public readonly record struct SegmentHeader(
    uint Sequence, uint Acknowledgement, SegmentFlags Flags, uint WindowBytes)
{
    /// <summary>Whether a control bit is set.</summary>
    public bool Has(SegmentFlags flag) => (Flags & flag) != 0;
}
