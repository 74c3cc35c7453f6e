using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Xia.Workload.Content;

/// <summary>The size that the named encoder gives a page, counted without encoding it.</summary>
/// <remarks>
/// The encoder is <see cref="System.IO.Compression.DeflateStream"/> at level 1
/// (<c>CompressionLevel.Fastest</c>): raw Deflate (RFC 1951) with the fixed codes of section 3.2.6, one
/// candidate per position, found by a hash of the next four bytes of all positions at which a literal or
/// match began, taken when at least four bytes agree. Every literal and match therefore has a cost of its
/// own, and the whole is their sum: 8 bits for a byte below 144, 9 above; 7 or 8 bits and extra bits for a
/// match's length, 5 and extra bits for its distance; two block headers and ends. A test holds this count
/// against the encoder itself, byte for byte.
/// </remarks>
internal sealed class DeflateSize
{
    /// <summary>What a page of zeroes takes.</summary>
    public const int OfZeroPage = 44;

    private const int LongestMatch = 258;
    private const int LeastMatch = 4;
    private const int FirstNineBitLiteral = 144;
    private const int FirstEightBitLength = 115;

    /// <summary>Two blocks: the stream is written, then finished; header 3 bits, end 7 bits each.</summary>
    private const int FrameBits = 2 * (3 + 7);

    private readonly int[] _heads = new int[1 << 16];
    private int _epoch;

    /// <summary>The encoder's size of a page, in bytes.</summary>
    public int Of(ReadOnlySpan<byte> page)
    {
        if (++_epoch == 1 << 18)
        {
            Array.Clear(_heads);
            _epoch = 1;
        }

        int epoch = _epoch << 13;
        ref int heads = ref MemoryMarshal.GetArrayDataReference(_heads);
        ref byte bytes = ref MemoryMarshal.GetReference(page);
        int bits = FrameBits;
        int position = 0;
        int lastStart = page.Length - LeastMatch;
        while (position <= lastStart)
        {
            uint value = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, position));
            ref int head = ref Unsafe.Add(ref heads, (int)((value * 2654435761u) >> 16));
            int candidate = head >= epoch ? head - epoch : 0;
            head = epoch + position;
            if (candidate < position
                && Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, candidate)) == value)
            {
                int length = MatchLength(
                    ref bytes, candidate, position, Math.Min(LongestMatch, page.Length - position));
                bits += LengthBits(length) + DistanceBits(position - candidate);
                position += length;
                continue;
            }

            bits += (value & 0xff) < FirstNineBitLiteral ? 8 : 9;
            position++;
        }

        for (; position < page.Length; position++)
        {
            bits += page[position] < FirstNineBitLiteral ? 8 : 9;
        }

        return (bits + 7) / 8;
    }

    private static int MatchLength(ref byte bytes, int candidate, int position, int most)
    {
        int length = LeastMatch;
        while (length + 8 <= most)
        {
            ulong difference = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, candidate + length))
                ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, position + length));
            if (difference != 0)
            {
                return length + (BitOperations.TrailingZeroCount(difference) >> 3);
            }

            length += 8;
        }

        while (length < most && Unsafe.Add(ref bytes, candidate + length) == Unsafe.Add(
            ref bytes, position + length))
        {
            length++;
        }

        return length;
    }

    /// <summary>RFC 1951, 3.2.5 and 3.2.6: code and extra bits of a length.</summary>
    private static int LengthBits(int length)
    {
        int code = length < FirstEightBitLength ? 7 : 8;
        return length is <= 10 or LongestMatch ? code : code + BitOperations.Log2((uint)(length - 3)) - 2;
    }

    /// <summary>RFC 1951, 3.2.5 and 3.2.6: code and extra bits of a distance.</summary>
    private static int DistanceBits(int distance) =>
        distance <= 4 ? 5 : 5 + BitOperations.Log2((uint)(distance - 1)) - 1;
}
