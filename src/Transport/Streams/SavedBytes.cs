using Xia.Kernel.MessagePack;

namespace Xia.Transport.Streams;

/// <summary>Saves a stretch of an <see cref="OffsetRing"/> as one bin value.</summary>
internal static class SavedBytes
{
    private const int ChunkBytes = 2048;

    /// <summary>Writes the bytes of [start, end).</summary>
    public static void Write(ref MessagePackWriter writer, OffsetRing ring, long start, long end)
    {
        writer.WriteBinHeader((int)(end - start));
        Span<byte> chunk = stackalloc byte[ChunkBytes];
        for (long offset = start; offset < end; offset += ChunkBytes)
        {
            Span<byte> part = chunk[..(int)Math.Min(ChunkBytes, end - offset)];
            ring.Read(offset, part);
            writer.WriteRaw(part);
        }
    }

    /// <summary>Reads bytes to an offset and returns the offset after them.</summary>
    /// <param name="reader">Where the bin value is next.</param>
    /// <param name="ring">Where the bytes go.</param>
    /// <param name="keepFrom">The first offset that the ring keeps.</param>
    /// <param name="start">The offset of the first byte.</param>
    /// <param name="lengthBytes">How many bytes there must, or may, be.</param>
    /// <param name="isExact">Whether exactly that many.</param>
    public static long Read(
        ref MessagePackReader reader, OffsetRing ring, long keepFrom, long start, long lengthBytes,
        bool isExact = true)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        SavedTime.Require(
            isExact ? bytes.Length == lengthBytes : bytes.Length <= lengthBytes, "as many bytes as stated");
        if (!bytes.IsEmpty)
        {
            ring.Write(keepFrom, start, bytes);
        }

        return start + bytes.Length;
    }
}
