namespace Xia.Workload.Content;

/// <summary>A content that follows from nothing: head, random zone, tail of one value, zeroes.</summary>
/// <remarks>
/// <code>
/// 0        ZoneStart            ZoneEnd            TailEnd        4096
/// |  head    |  random, 1…127     |  one value       |  zeroes      |
/// </code>
/// </remarks>
internal readonly record struct PageStart(
    ulong Seed, ushort ZoneStart, ushort ZoneEnd, ushort TailEnd, bool IsHeadFilled, ushort NonZeroBytes)
{
    /// <summary>The value of the tail, and of a filled head.</summary>
    public const byte Filler = 0x20;

    /// <summary>
    /// Where a random zone starts if the page has room: runs that start below and above 128 are both
    /// possible.
    /// </summary>
    public const int UsualZoneStart = 112;

    private const int PageSizeBytes = 4096;

    /// <summary>Percent of the zone that must not be zero, or runs of zeroes would compress.</summary>
    private const int LeastDensity = 40;

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
            isHeadFilled, (ushort)Math.Max(nonZeroBytes, zone * LeastDensity / 100));
    }

    /// <summary>Writes the content.</summary>
    public void Fill(Span<byte> page)
    {
        page.Clear();
        page[..ZoneStart].Fill(IsHeadFilled ? Filler : (byte)0);
        new Draws(Seed).Xor(page[ZoneStart..ZoneEnd]);
        Thin(page[ZoneStart..ZoneEnd]);
        page[ZoneEnd..TailEnd].Fill(Filler);
    }

    /// <summary>Clears bytes of the zone, evenly spread: a lone zero is as dear as another byte.</summary>
    private void Thin(Span<byte> zone)
    {
        for (int position = 0; NonZeroBytes < zone.Length && position < zone.Length; position++)
        {
            bool isKept = (position + 1) * NonZeroBytes / zone.Length > position * NonZeroBytes / zone.Length;
            zone[position] = isKept ? zone[position] : (byte)0;
        }
    }

    /// <summary>
    /// What the encoder of <see cref="DeflateSize"/> needs beside the random bytes themselves: about 12 bits
    /// for each 258 others, four literals where a value begins, two blocks.
    /// </summary>
    private static int Overhead(int compressedBytes) => Math.Clamp(50 - (compressedBytes / 100), 4, 50);
}
