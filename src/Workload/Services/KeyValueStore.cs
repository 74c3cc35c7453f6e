using System.Buffers.Binary;
using Xia.Kernel.Checksums;
using Xia.Migration.Machines;

namespace Xia.Workload.Services;

/// <summary>
/// A hash table whose every byte lies in guest pages; this object holds no state but where they are.
/// </summary>
/// <remarks>The layout is drawn at <see cref="StoreLayout"/> and in <c>docs/workloads.md</c>.</remarks>
public sealed class KeyValueStore
{
    /// <summary>The longest key.</summary>
    public const int MaximumKeyBytes = StoreLayout.ValueOffset - StoreLayout.KeyOffset;

    /// <summary>The longest value.</summary>
    public const int MaximumValueBytes = StoreLayout.SlotBytes - StoreLayout.ValueOffset;

    private readonly IGuestMemory _memory;
    private readonly long _address;
    private readonly byte[] _slot = new byte[StoreLayout.SlotBytes];
    private readonly byte[] _header = new byte[StoreLayout.HeaderBytes];

    /// <summary>A store in a region of a guest's memory; the pages' contents stay as they are.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="firstPage">The region's first page.</param>
    /// <param name="pageCount">At least two pages.</param>
    public KeyValueStore(IGuestMemory memory, int firstPage, int pageCount)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfNegative(firstPage);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageCount, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageCount, memory.PageCount - firstPage);
        _memory = memory;
        _address = (long)firstPage * IGuestMemory.PageSizeBytes;
        SlotCount = (pageCount - 1) * StoreLayout.SlotsPerPage;
    }

    /// <summary>
    /// How many keys there is room for; searches get long when more than three quarters are used.
    /// </summary>
    public int SlotCount { get; }

    /// <summary>How many pages a store needs so that some keys fill at most three quarters of it.</summary>
    public static int PagesFor(int keys) =>
        1 + (int)(((keys * 4L / 3) + StoreLayout.SlotsPerPage) / StoreLayout.SlotsPerPage);

    /// <summary>Writes the header of an empty store into pages of zeroes.</summary>
    public StoreOutcome Format()
    {
        BinaryPrimitives.WriteUInt32BigEndian(_header, StoreLayout.Magic);
        BinaryPrimitives.WriteInt32BigEndian(_header.AsSpan(StoreLayout.SlotCountOffset), SlotCount);
        BinaryPrimitives.WriteInt64BigEndian(_header.AsSpan(StoreLayout.KeyCountOffset), 0);
        AccessOutcome access = _memory.TryWrite(_address, _header);
        return access.IsDone ? StoreOutcome.Of(StoreStatus.Done) : StoreOutcome.Fault(access.FaultedPage);
    }

    /// <summary>Copies a key's value.</summary>
    /// <param name="key">1 to <see cref="MaximumKeyBytes"/> bytes.</param>
    /// <param name="value">Room for <see cref="MaximumValueBytes"/>.</param>
    public StoreOutcome TryGet(ReadOnlySpan<byte> key, Span<byte> value)
    {
        StoreOutcome found = Find(key, out _);
        if (found.Status == StoreStatus.Done)
        {
            _slot.AsSpan(StoreLayout.ValueOffset, found.ValueBytes).CopyTo(value);
        }

        return found;
    }

    /// <summary>Sets a key's value; a new key takes a free slot.</summary>
    /// <param name="key">1 to <see cref="MaximumKeyBytes"/> bytes.</param>
    /// <param name="value">At most <see cref="MaximumValueBytes"/> bytes.</param>
    public StoreOutcome TrySet(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, MaximumValueBytes);
        AccessOutcome access = _memory.TryRead(_address, _header);
        if (!access.IsDone)
        {
            return StoreOutcome.Fault(access.FaultedPage);
        }

        StoreOutcome found = Find(key, out int slot);
        if (found.Status is not (StoreStatus.Done or StoreStatus.NotFound))
        {
            return found;
        }

        if (slot < 0)
        {
            return StoreOutcome.Of(StoreStatus.Full);
        }

        ulong version = found.Version + 1;
        int lengthBytes = Fill(key, value, version);
        access = _memory.TryWrite(AddressOf(slot), _slot.AsSpan(0, lengthBytes));
        if (access.IsDone && found.Status == StoreStatus.NotFound)
        {
            long keys = BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(StoreLayout.KeyCountOffset));
            BinaryPrimitives.WriteInt64BigEndian(_header.AsSpan(StoreLayout.KeyCountOffset), keys + 1);
            access = _memory.TryWrite(_address, _header);
        }

        return access.IsDone
            ? new StoreOutcome(StoreStatus.Done, -1, value.Length, version)
            : StoreOutcome.Fault(access.FaultedPage);
    }

    /// <summary>Walks over the whole store; all its pages must be present.</summary>
    /// <exception cref="InvalidOperationException">A page is missing.</exception>
    public StoreIntegrity CheckIntegrity()
    {
        Require(_memory.TryRead(_address, _header));
        bool hasHeader = BinaryPrimitives.ReadUInt32BigEndian(_header) == StoreLayout.Magic
            && BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(StoreLayout.SlotCountOffset)) == SlotCount;
        long counted = BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(StoreLayout.KeyCountOffset));
        int used = 0;
        int corrupt = 0;
        int unreachable = 0;
        Span<byte> key = stackalloc byte[MaximumKeyBytes];
        for (int slot = 0; slot < SlotCount; slot++)
        {
            Require(_memory.TryRead(AddressOf(slot), _slot));
            if (_slot[StoreLayout.StateOffset] == StoreLayout.Empty)
            {
                corrupt += _slot.AsSpan().ContainsAnyExcept((byte)0) ? 1 : 0;
                continue;
            }

            used++;
            if (!IsSound(out _))
            {
                corrupt++;
                continue;
            }

            int keyBytes = _slot[StoreLayout.KeyLengthOffset];
            _slot.AsSpan(StoreLayout.KeyOffset, keyBytes).CopyTo(key);
            unreachable += Find(key[..keyBytes], out int at).Status != StoreStatus.Done || at != slot ? 1 : 0;
        }

        return new StoreIntegrity(used, counted, corrupt, unreachable, hasHeader);
    }

    /// <summary>Looks for a key; leaves its slot's bytes in the buffer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="slot">The key's slot, or a free one for it, or -1.</param>
    private StoreOutcome Find(ReadOnlySpan<byte> key, out int slot)
    {
        if (key.IsEmpty || key.Length > MaximumKeyBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(key), $"A key has 1 to {MaximumKeyBytes} bytes.");
        }

        slot = -1;
        int at = (int)((Crc32C.Compute(key) * (ulong)SlotCount) >> 32);
        int probes = Math.Min(SlotCount, StoreLayout.MostProbes);
        for (int probe = 0; probe < probes; probe++, at = at + 1 == SlotCount ? 0 : at + 1)
        {
            AccessOutcome access = _memory.TryRead(AddressOf(at), _slot);
            if (!access.IsDone)
            {
                return StoreOutcome.Fault(access.FaultedPage);
            }

            if (_slot[StoreLayout.StateOffset] == StoreLayout.Empty)
            {
                slot = at;
                return StoreOutcome.Of(StoreStatus.NotFound);
            }

            if (!IsSound(out int valueBytes))
            {
                return StoreOutcome.Of(StoreStatus.Corrupt);
            }

            if (_slot.AsSpan(StoreLayout.KeyOffset, _slot[StoreLayout.KeyLengthOffset]).SequenceEqual(key))
            {
                slot = at;
                ulong version = BinaryPrimitives.ReadUInt64BigEndian(_slot.AsSpan(StoreLayout.VersionOffset));
                return new StoreOutcome(StoreStatus.Done, -1, valueBytes, version);
            }
        }

        return StoreOutcome.Of(StoreStatus.NotFound);
    }

    private int Fill(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong version)
    {
        Span<byte> slot = _slot.AsSpan(0, StoreLayout.ValueOffset + value.Length);
        slot.Clear();
        slot[StoreLayout.StateOffset] = StoreLayout.Used;
        slot[StoreLayout.KeyLengthOffset] = (byte)key.Length;
        BinaryPrimitives.WriteUInt16BigEndian(slot[StoreLayout.ValueLengthOffset..], (ushort)value.Length);
        BinaryPrimitives.WriteUInt64BigEndian(slot[StoreLayout.VersionOffset..], version);
        key.CopyTo(slot[StoreLayout.KeyOffset..]);
        value.CopyTo(slot[StoreLayout.ValueOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(slot, Crc32C.Compute(slot[StoreLayout.StateOffset..]));
        return slot.Length;
    }

    private bool IsSound(out int valueBytes)
    {
        valueBytes = BinaryPrimitives.ReadUInt16BigEndian(_slot.AsSpan(StoreLayout.ValueLengthOffset));
        return _slot[StoreLayout.StateOffset] == StoreLayout.Used
            && _slot[StoreLayout.KeyLengthOffset] is > 0 and <= MaximumKeyBytes
            && valueBytes <= MaximumValueBytes
            && BinaryPrimitives.ReadUInt32BigEndian(_slot)
                == Crc32C.Compute(_slot.AsSpan(
                    StoreLayout.StateOffset, StoreLayout.ValueOffset + valueBytes - StoreLayout.StateOffset));
    }

    private long AddressOf(int slot) =>
        _address + IGuestMemory.PageSizeBytes + ((long)slot * StoreLayout.SlotBytes);

    private static void Require(AccessOutcome access)
    {
        if (!access.IsDone)
        {
            throw new InvalidOperationException(
                $"Page {access.FaultedPage} is missing: the walk needs all pages.");
        }
    }
}
