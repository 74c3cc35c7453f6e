using System.Buffers.Binary;

namespace Xia.Workload.Content;

/// <summary>The difference of two pages as bytes: runs of XOR values.</summary>
/// <remarks>
/// <code>start u16le, length u16le, length bytes; …; a run of length 0 ends the list</code>
/// </remarks>
internal static class XorRuns
{
    private const int HeadBytes = 4;

    /// <summary>Appends what turns one page into another.</summary>
    public static void Append(List<byte> pool, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        int position = 0;
        while ((position += from[position..].CommonPrefixLength(to[position..])) < from.Length)
        {
            int end = position;
            while (end < from.Length && from[end] != to[end])
            {
                end++;
            }

            Write(pool, head, position, end - position);
            for (; position < end; position++)
            {
                pool.Add((byte)(from[position] ^ to[position]));
            }
        }

        Write(pool, head, 0, 0);
    }

    /// <summary>Puts a difference onto a page.</summary>
    public static void Apply(ReadOnlySpan<byte> runs, Span<byte> page)
    {
        while (true)
        {
            int start = BinaryPrimitives.ReadUInt16LittleEndian(runs);
            int lengthBytes = BinaryPrimitives.ReadUInt16LittleEndian(runs[2..]);
            if (lengthBytes == 0)
            {
                return;
            }

            for (int i = 0; i < lengthBytes; i++)
            {
                page[start + i] ^= runs[HeadBytes + i];
            }

            runs = runs[(HeadBytes + lengthBytes)..];
        }
    }

    private static void Write(List<byte> pool, Span<byte> head, int start, int lengthBytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)start);
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], (ushort)lengthBytes);
        pool.AddRange(head);
    }
}
