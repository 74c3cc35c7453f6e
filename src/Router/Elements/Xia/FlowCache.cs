using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>What was decided about XIP packets, by the bytes that a decision depends on.</summary>
/// <remarks>
/// Entries stand in sets of four. A set has a word of four lanes besides, the one of the entry used last
/// first; a lane tells the entry's place and bits of its hash. So a packet that is not known mostly ends at
/// the words, which stay in the caches where the entries do not. When a set is full, the entry used longest
/// ago gives way.
/// <code>
/// word: | used longest ago (16 bits) |  |  | used last: hash bits (14), place (2) |
/// </code>
/// An entry counts only for the version under which it was remembered. The seed keeps strangers from
/// choosing destinations that share a set.
/// </remarks>
internal sealed class FlowCache
{
    /// <summary>The hash of a packet that cannot be remembered.</summary>
    public const ulong NoHash = 0;

    private const int Ways = 4;
    private const int LaneBits = 16;
    private const int PlaceMask = Ways - 1;
    private const ulong EachLane = 0x0001_0001_0001_0001UL;
    private const ulong EmptySet = 0x0003_0002_0001_0000UL;
    private const int CacheLineBytes = 64;

    private const int MaximumRowBytes = 4 * DagRow.LengthBytes;

    // Both numbers of rows, the node visited last, and the rows of the destination.
    private const int KeyOffset = 5;
    private const int RowsOffset = XipLayout.FixedLengthBytes - KeyOffset;
    private const int MaximumKeyBytes = RowsOffset + MaximumRowBytes;
    private const int FirstIdOffset = RowsOffset + sizeof(uint);
    private const ulong SecondSeed = 0x9E3779B97F4A7C15UL;

    private readonly ulong[] _sets;
    private readonly Entry[] _entries;
    private readonly ulong _seed;

    /// <summary>Knows nothing yet.</summary>
    /// <param name="capacity">How many entries at least; rounded up to a power of two from four on.</param>
    /// <param name="seed">Known to nobody else.</param>
    public FlowCache(int capacity, ulong seed)
    {
        _entries = new Entry[Math.Max(Ways, BitOperations.RoundUpToPowerOf2((uint)capacity))];
        _sets = new ulong[_entries.Length / Ways];
        Array.Fill(_sets, EmptySet);
        _seed = seed;
    }

    /// <summary>How many entries there can be.</summary>
    public int Capacity => _entries.Length;

    /// <summary>
    /// The number of rows, the node visited last and the rows, which are all that a decision depends on;
    /// empty where they are too many.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> packet)
    {
        int lengthBytes = XipPath.DestinationLengthBytes(packet);
        return lengthBytes is > 0 and <= MaximumRowBytes
            ? packet.Slice(KeyOffset, RowsOffset + lengthBytes)
            : default;
    }

    /// <summary>The hash of a key; <see cref="NoHash"/> of an empty one only.</summary>
    /// <remarks>The first identifier and the intent say most about a destination.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong HashOf(ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty)
        {
            return NoHash;
        }

        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(key[FirstIdOffset..]);
        ulong last = BinaryPrimitives.ReadUInt64LittleEndian(key[^(DagRow.LengthBytes - sizeof(uint))..]);
        ulong product = Math.BigMul(first ^ _seed, last ^ SecondSeed, out ulong low);
        return (product ^ low) | (1UL << 63);
    }

    /// <summary>Asks the processor to load the entry that a hash leads to.</summary>
    /// <returns>False where none can be.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe bool Prefetch(ulong hash, int keyLengthBytes)
    {
        int set = SetOf(hash);
        ulong lanes = LanesOf(_sets[set], hash);
        if (lanes == 0)
        {
            return false;
        }

        if (Sse.IsSupported)
        {
            // A prefetch never faults, so that an array that moves meanwhile does no harm.
            int index = (set * Ways) + PlaceIn(_sets[set], ShiftOf(lanes));
            byte* entry = (byte*)Unsafe.AsPointer(
                ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), index));
            byte* last = entry + Unsafe.SizeOf<Entry>() - MaximumKeyBytes + keyLengthBytes - 1;
            for (byte* line = entry; line < last; line += CacheLineBytes)
            {
                Sse.Prefetch0(line);
            }

            Sse.Prefetch0(last);
        }

        return true;
    }

    /// <summary>Notes on a packet what was decided about one with the same key.</summary>
    /// <returns>False where nothing is known under this version.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRecall(Packet packet, ulong hash, long version)
    {
        ref ulong word = ref _sets[SetOf(hash)];
        ulong lanes = LanesOf(word, hash);
        if (lanes == 0 || hash == NoHash)
        {
            return false;
        }

        int shift = ShiftOf(lanes);
        ref readonly Entry entry = ref _entries[(SetOf(hash) * Ways) + PlaceIn(word, shift)];
        if (!entry.Fits(KeyOf(packet.Data), version))
        {
            return false;
        }

        word = WithFirst(word, shift);
        ref PacketAnnotations annotations = ref packet.Annotations;
        annotations.NextHop = entry.NextHop;
        annotations.Paint = entry.Paint;
        annotations.PathIndex = entry.PathIndex;
        return true;
    }

    /// <summary>Remembers what is noted on a packet.</summary>
    public void Remember(Packet packet, long version)
    {
        ReadOnlySpan<byte> key = KeyOf(packet.Data);
        if (key.IsEmpty)
        {
            return;
        }

        // Hash bits stand in a set once: an entry with the same ones gives way, else the last.
        ulong hash = HashOf(key);
        ref ulong word = ref _sets[SetOf(hash)];
        ulong lanes = LanesOf(word, hash);
        word = WithFirst(word, lanes != 0 ? ShiftOf(lanes) : (Ways - 1) * LaneBits);
        word = (word & ~(ulong)(ushort.MaxValue - PlaceMask)) | LaneOf(hash);
        ref Entry entry = ref _entries[(SetOf(hash) * Ways) + PlaceIn(word, 0)];
        ref readonly PacketAnnotations annotations = ref packet.Annotations;
        entry.Version = version;
        entry.NextHop = annotations.NextHop;
        entry.Paint = annotations.Paint;
        entry.PathIndex = annotations.PathIndex;
        entry.LengthBytes = key.Length;
        key.CopyTo(entry.Key);
    }

    private int SetOf(ulong hash) => (int)hash & (_sets.Length - 1);

    // A lane with this hash's bits and place 0.
    private static ulong LaneOf(ulong hash) => (hash >> 32) & (ushort.MaxValue - PlaceMask);

    // The topmost bit of the first lane with this hash's bits; other bits above it mean nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LanesOf(ulong word, ulong hash)
    {
        // Lanes are zero where the bits are the same, else at least 4; only zero borrows.
        ulong differences = (word ^ (EachLane * LaneOf(hash))) & ~(EachLane * PlaceMask);
        return (differences - EachLane) & ~differences & (EachLane << (LaneBits - 1));
    }

    private static int ShiftOf(ulong lanes) => BitOperations.TrailingZeroCount(lanes) - (LaneBits - 1);

    private static int PlaceIn(ulong word, int shift) => (int)(word >> shift) & PlaceMask;

    // The word with one of its lanes before those that preceded it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong WithFirst(ulong word, int shift)
    {
        ulong from = ulong.MaxValue << shift;
        ulong lane = (word >> shift) & ushort.MaxValue;
        return (word & (from << LaneBits)) | ((word & ~from) << LaneBits) | lane;
    }

    private struct Entry
    {
        public long Version;
        public Xid NextHop;
        public int LengthBytes;
        public byte Paint;
        public byte PathIndex;
        public KeyBytes Key;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool Fits(ReadOnlySpan<byte> key, long version) =>
            Version == version && LengthBytes == key.Length
            && key.SequenceEqual(((ReadOnlySpan<byte>)Key)[..key.Length]);
    }

    [InlineArray(MaximumKeyBytes)]
    private struct KeyBytes
    {
        private byte _first;
    }
}
