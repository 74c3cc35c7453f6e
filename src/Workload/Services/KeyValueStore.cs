using System.Buffers.Binary;
using Xia.Migration.Machines;
using Xia.Workload.Protocol;

namespace Xia.Workload.Services;

/// <summary>A hash table of keys and values that lives wholly in guest pages.</summary>
/// <remarks>
/// <code>
/// page 0 of the region       from page 1 on: slots of 16 + 1024 bytes, one after another
/// +-----------------------+  +---------+---------+-----+---+-------------------------+
/// | magic "XIAKV001"  8 B |  | key + 1 | version | len | 0 | value, up to 1024 bytes |
/// | count of keys     8 B |  | 8 B     | 4 B     | 2 B |2 B|                         |
/// | count of writes   8 B |  +---------+---------+-----+---+-------------------------+
/// +-----------------------+    0: free slot       open addressing, linear probing from mix(key) mod slots
/// </code>
/// Little-endian. Keys are never removed. An operation that meets a missing page changes nothing and is restarted as a
/// whole: it touches every page by a read before the first write, and a page that was read stays for the call.
/// </remarks>
internal sealed class KeyValueStore
{
    private const ulong Magic = 0x3130_3056_4b41_4958;
    private const int SlotHeaderBytes = 16;
    private const int SlotBytes = SlotHeaderBytes + KeyValueMessage.MaximumValueBytes;
    private const int CountOffset = 8;
    private const int WritesOffset = 16;
    private const int HeaderBytes = 24;

    private readonly IGuestMemory _memory;
    private readonly long _start;
    private readonly int _slotCount;

    /// <summary>A store in a region of a guest's memory.</summary>
    public KeyValueStore(IGuestMemory memory, long regionStart, long regionBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(regionStart);
        ArgumentOutOfRangeException.ThrowIfLessThan(regionBytes, IGuestMemory.PageSizeBytes + SlotBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(regionStart + regionBytes, memory.LengthBytes);
        _memory = memory;
        _start = regionStart;
        _slotCount = (int)Math.Min(int.MaxValue, (regionBytes - IGuestMemory.PageSizeBytes) / SlotBytes);
    }

    /// <summary>How many keys fit.</summary>
    public int Capacity => _slotCount;

    /// <summary>Makes an empty store of a region of zeroes.</summary>
    public AccessOutcome Format()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        return _memory.TryWrite(_start, header);
    }

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Room for the longest value.</param>
    /// <param name="found">Whether there is such a key.</param>
    /// <param name="valueBytes">The length of the value.</param>
    /// <param name="version">Its version.</param>
    public AccessOutcome TryGet(uint key, Span<byte> value, out bool found, out int valueBytes, out uint version)
    {
        valueBytes = 0;
        version = 0;
        AccessOutcome outcome = TryFind(key, out long address, out found, out Slot slot);
        if (!outcome.IsDone || !found)
        {
            return outcome;
        }

        version = slot.Version;
        valueBytes = slot.ValueBytes;
        return _memory.TryRead(address + SlotHeaderBytes, value[..valueBytes]);
    }

    /// <summary>Stores a value under a key.</summary>
    /// <returns>Whether it was done or met a missing page; <paramref name="status"/> says what was done.</returns>
    public AccessOutcome TrySet(uint key, uint version, ReadOnlySpan<byte> value, out KeyValueStatus status)
    {
        status = KeyValueStatus.Done;
        Span<byte> slot = stackalloc byte[SlotBytes];
        AccessOutcome outcome = TryFind(key, out long address, out bool found, out _);
        if (!outcome.IsDone)
        {
            return outcome;
        }

        if (address < 0)
        {
            status = KeyValueStatus.Full;
            return AccessOutcome.Done;
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        outcome = _memory.TryRead(_start, header);
        if (outcome.IsDone)
        {
            outcome = _memory.TryRead(address, slot[..(SlotHeaderBytes + value.Length)]);
        }

        if (!outcome.IsDone)
        {
            return outcome;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(slot, key + 1UL);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[8..], version);
        BinaryPrimitives.WriteUInt16LittleEndian(slot[12..], (ushort)value.Length);
        slot[14..SlotHeaderBytes].Clear();
        value.CopyTo(slot[SlotHeaderBytes..]);
        _memory.TryWrite(address, slot[..(SlotHeaderBytes + value.Length)]);
        Add(header[CountOffset..], found ? 0UL : 1UL);
        Add(header[WritesOffset..], 1);
        return _memory.TryWrite(_start, header);
    }

    /// <summary>Walks everything: every slot reachable, every value the pattern of its key and version, counts right.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? CheckIntegrity()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        Span<byte> slot = stackalloc byte[SlotBytes];
        if (!_memory.TryRead(_start, header).IsDone || BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic)
        {
            return "the header is missing";
        }

        ulong count = 0;
        for (int i = 0; i < _slotCount; i++)
        {
            if (!_memory.TryRead(AddressOf(i), slot).IsDone)
            {
                return $"slot {i} is on a missing page";
            }

            ulong mark = BinaryPrimitives.ReadUInt64LittleEndian(slot);
            if (mark == 0)
            {
                continue;
            }

            count++;
            uint key = (uint)(mark - 1);
            uint version = BinaryPrimitives.ReadUInt32LittleEndian(slot[8..]);
            int valueBytes = BinaryPrimitives.ReadUInt16LittleEndian(slot[12..]);
            if (valueBytes > KeyValueMessage.MaximumValueBytes
                || !ValuePattern.Matches(slot.Slice(SlotHeaderBytes, valueBytes), key, version))
            {
                return $"the value of key {key}, version {version}, is damaged";
            }

            if (!TryFind(key, out long address, out bool found, out _).IsDone || !found || address != AddressOf(i))
            {
                return $"key {key} cannot be reached";
            }
        }

        ulong counted = BinaryPrimitives.ReadUInt64LittleEndian(header[CountOffset..]);
        return counted == count ? null : $"the header counts {counted} keys, the slots hold {count}";
    }

    private static void Add(Span<byte> field, ulong amount) =>
        BinaryPrimitives.WriteUInt64LittleEndian(field, BinaryPrimitives.ReadUInt64LittleEndian(field) + amount);

    private long AddressOf(int slot) => _start + IGuestMemory.PageSizeBytes + ((long)slot * SlotBytes);

    /// <summary>The slot of a key, or the free one where it would go, or -1 when the store is full.</summary>
    private AccessOutcome TryFind(uint key, out long address, out bool found, out Slot slot)
    {
        Span<byte> header = stackalloc byte[SlotHeaderBytes];
        ulong mixed = key * 0x9e3779b97f4a7c15UL;
        int first = (int)Math.BigMul(mixed, (ulong)_slotCount, out _);
        found = false;
        slot = default;
        for (int probe = 0; probe < _slotCount; probe++)
        {
            int index = first + probe;
            address = AddressOf(index < _slotCount ? index : index - _slotCount);
            AccessOutcome outcome = _memory.TryRead(address, header);
            if (!outcome.IsDone)
            {
                return outcome;
            }

            ulong mark = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (mark == 0)
            {
                return AccessOutcome.Done;
            }

            if (mark == key + 1UL)
            {
                found = true;
                slot = new Slot(
                    BinaryPrimitives.ReadUInt32LittleEndian(header[8..]),
                    Math.Min(
                        KeyValueMessage.MaximumValueBytes,
                        (int)BinaryPrimitives.ReadUInt16LittleEndian(header[12..])));
                return AccessOutcome.Done;
            }
        }

        address = -1;
        return AccessOutcome.Done;
    }

    private readonly record struct Slot(uint Version, int ValueBytes);
}
