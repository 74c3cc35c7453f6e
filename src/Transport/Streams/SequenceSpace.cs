namespace Xia.Transport.Streams;

/// <summary>One direction's numbering: offsets count from the SYN, which is 0; the first byte is 1.</summary>
/// <remarks>
/// Sequence numbers on the wire wrap at 2³² (RFC 9293, 3.4); inside, 64-bit offsets never do. A number stands
/// for the offset nearest to a known one, which is right as long as windows stay below 2³¹.
/// </remarks>
internal readonly record struct SequenceSpace(uint Initial)
{
    /// <summary>The number on the wire of an offset.</summary>
    public uint NumberOf(long offset) => unchecked(Initial + (uint)offset);

    /// <summary>The offset nearest to <paramref name="near"/> that has this number.</summary>
    public long OffsetOf(uint number, long near) => near + unchecked((int)(number - NumberOf(near)));
}
