namespace Xia.Workload.Content;

/// <summary>A content that follows from nothing: head, random zone, tail of one value, zeroes.</summary>
/// <remarks>
/// <code>
/// 0        ZoneStart            ZoneEnd            TailEnd        4096
/// |  head    |  random, 1…127     |  one value       |  zeroes      |
/// </code>
/// </remarks>
internal readonly record struct PageStart(
    ulong Seed, ushort ZoneStart, ushort ZoneEnd, ushort TailEnd, bool IsHeadFilled)
{
    /// <summary>The value of the tail, and of a filled head.</summary>
    public const byte Filler = 0x20;

    /// <summary>
    /// Where a random zone starts if the page has room: runs that start below and above 128 are both
    /// possible.
    /// </summary>
    public const int UsualZoneStart = 112;

    private const int PageSizeBytes = 4096;

    /// <summary>A content with about this many bytes that are not zero and this compressed size.</summary>
    public static PageStart Of(ulong seed, int nonZeroBytes, int compressedBytes)
    {
        int zone = Math.Clamp(
            compressedBytes - Overhead(compressedBytes), Math.Min(nonZeroBytes, 1), PageSizeBytes);
        int start = Math.Min(UsualZoneStart, PageSizeBytes - zone);
        int filled = Math.Max(nonZeroBytes - zone, 0);
        int tail = PageSizeBytes - start - zone;
        bool isHeadFilled = filled > tail;
        int tailBytes = isHeadFilled ? Math.Max(filled - start, 0) : filled;
        return new PageStart(
            seed, (ushort)start, (ushort)(start + zone), (ushort)(start + zone + Math.Min(tailBytes, tail)),
                isHeadFilled);
    }

    /// <summary>Writes the content.</summary>
    public void Fill(Span<byte> page)
    {
        page[..ZoneStart].Fill(IsHeadFilled ? Filler : (byte)0);
        Draws draws = new(Seed);
        for (int position = ZoneStart; position < ZoneEnd; position++)
        {
            page[position] = draws.NextByte();
        }

        page[ZoneEnd..TailEnd].Fill(Filler);
        page[TailEnd..].Clear();
    }

    /// <summary>
    /// What the encoder of <see cref="DeflateSize"/> needs beside the random bytes themselves: about 12 bits
    /// for each 258 others, four literals where a value begins, two blocks.
    /// </summary>
    private static int Overhead(int compressedBytes) => Math.Clamp(50 - (compressedBytes / 100), 4, 50);
}
