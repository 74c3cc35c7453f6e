using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Xia.Kernel.Checksums;

/// <summary>
/// The Internet checksum: the complement of the one's complement sum of 16-bit words (RFC 1071).
/// </summary>
/// <remarks>
/// A sum over several pieces is made by handing the sum of one to the next; every piece but the last has an
/// even length. Sums are 32 bits wide and folded at the end. Checksums are host integers: the caller writes
/// them in network byte order.
/// </remarks>
public static class InternetChecksum
{
    // An IPv4 header without options: what every router checks of every packet.
    private const int ShortHeaderLengthBytes = 20;

    /// <summary>The checksum of one piece.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Compute(ReadOnlySpan<byte> bytes) =>
        Finish(bytes.Length == ShortHeaderLengthBytes ? AddShortHeader(bytes) : Add(0, bytes));

    /// <summary>Adds a piece to a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        // The sum does not care about byte order (RFC 1071, section 2 B), so words are added as the machine
        // reads them and swapped once. 64-bit words with end-around carry hold four 16-bit words each.
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        ulong total = 0;
        ulong carries = 0;
        foreach (ulong word in words)
        {
            total += word;
            carries += total < word ? 1UL : 0UL;
        }

        ulong rest = 0;
        ReadOnlySpan<byte> tail = bytes[(words.Length * sizeof(ulong))..];
        if (tail.Length >= sizeof(uint))
        {
            total = AddWithCarry(total, MemoryMarshal.Read<uint>(tail));
            tail = tail[sizeof(uint)..];
        }

        for (int i = 0; i < tail.Length; i++)
        {
            // An odd last byte is the upper half of a word whose lower half is zero.
            rest |= (ulong)tail[i] << (8 * (BitConverter.IsLittleEndian ? i : 7 - i));
        }

        total = AddWithCarry(AddWithCarry(total, rest), carries);
        ushort folded = Fold(AddWithCarry((uint)total, total >> 32));
        return sum + (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded);
    }

    /// <summary>
    /// Adds one 16-bit word to a sum, such as a length or a protocol number of a pseudo header.
    /// </summary>
    public static uint Add(uint sum, ushort word) => sum + word;

    /// <summary>Makes a checksum of a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Finish(uint sum) => (ushort)~Fold(sum);

    /// <summary>Whether bytes that contain their own checksum add up to what they must.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes) => IsValid(Add(0, bytes));

    /// <summary>Whether a sum over everything, the checksum among it, is what it must be.</summary>
    public static bool IsValid(uint sum) => Fold(sum) == 0xffff;

    /// <summary>The checksum after one 16-bit word below it changed (RFC 1624, equation 3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Update(ushort checksum, ushort before, ushort after) =>
        (ushort)~Fold((uint)(ushort)~checksum + (ushort)~before + after);

    /// <summary>The checksum after an aligned 32-bit word below it changed (RFC 1624, equation 3).</summary>
    public static ushort Update(ushort checksum, uint before, uint after) =>
        Update(
            Update(checksum, (ushort)(before >> 16), (ushort)(after >> 16)), (ushort)before, (ushort)after);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint AddShortHeader(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(bytes[..ShortHeaderLengthBytes]);
        ushort folded = Fold((ulong)words[0] + words[1] + words[2] + words[3] + words[4]);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddWithCarry(ulong left, ulong right)
    {
        ulong sum = left + right;
        return sum + (sum < left ? 1UL : 0UL);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Fold(ulong sum)
    {
        sum = (sum & 0xffff_ffff) + (sum >> 32);
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)sum;
    }
}
