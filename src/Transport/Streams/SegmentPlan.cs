namespace Xia.Transport.Streams;

/// <summary>What the sending direction would send next.</summary>
/// <param name="Offset">Where it starts; SYN is at 0.</param>
/// <param name="PayloadBytes">How many payload bytes.</param>
/// <param name="Flags">SYN or FIN, if it carries one.</param>
/// <param name="IsResend">Whether it resends the first unacknowledged segment out of turn.</param>
internal readonly record struct SegmentPlan(long Offset, int PayloadBytes, SegmentFlags Flags, bool IsResend)
{
    /// <summary>The offset after it.</summary>
    public long End => Offset + PayloadBytes + (Flags != SegmentFlags.None ? 1 : 0);
}
