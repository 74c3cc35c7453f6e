using System.Runtime.CompilerServices;
using Xia.Kernel.Collections;
using Xia.Migration.Dirty;

namespace Xia.Migration.Machines;

/// <summary>
/// Guest memory in this process: a page costs space from its first write on; pages never written share one.
/// </summary>
/// <remarks>
/// <code>
/// page   0    1    2    3  …          slab 0: 256 slots of one page     slab 1 …
/// slot  −1    0   −1    1  …    ──▶   [ page 1 ][ page 3 ][ free ]…
///        └── the shared zero page
/// </code>
/// Slabs are pinned arrays, so the collector never moves them. A page that is set to zero by an engine gives
/// its slot back.
/// </remarks>
public sealed class GuestMemory : IMachineMemory
{
    private const int SlotsPerSlabLog2 = 8;
    private const int SlotsPerSlab = 1 << SlotsPerSlabLog2;
    private const int PageShift = 12;
    private const int OffsetMask = IGuestMemory.PageSizeBytes - 1;
    private const byte Overwritten = 0xDD;

    private static readonly byte[] ZeroPage = new byte[IGuestMemory.PageSizeBytes];

    private readonly int[] _slotOfPage;
    private readonly PageBitmap _present;
    private readonly Stack<int> _freeSlots = new();
    private readonly List<byte[]> _slabs = [];
    private int _slotsUsed;

    /// <summary>Memory of zeroes.</summary>
    /// <param name="pageCount">At least one page.</param>
    /// <param name="present">
    /// False for a copy whose pages have yet to arrive: every access faults until then.
    /// </param>
    public GuestMemory(int pageCount, bool present = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageCount);
        PageCount = pageCount;
        _slotOfPage = new int[pageCount];
        Array.Fill(_slotOfPage, -1);
        _present = new PageBitmap(pageCount);
        Dirty = new DirtyLog(pageCount);
        if (present)
        {
            _present.SetAll();
            PresentPages = pageCount;
        }
    }

    /// <inheritdoc/>
    public int PageCount { get; }

    /// <inheritdoc/>
    public DirtyLog Dirty { get; }

    /// <inheritdoc/>
    public int PresentPages { get; private set; }

    /// <summary>How many bytes of this process back the memory.</summary>
    public long AllocatedBytes => (long)_slabs.Count * SlotsPerSlab * IGuestMemory.PageSizeBytes;

    /// <inheritdoc/>
    public AccessOutcome TryRead(long address, Span<byte> destination)
    {
        if (!IsAccessible(address, destination.Length, out int missing))
        {
            return AccessOutcome.Fault(missing);
        }

        while (!destination.IsEmpty)
        {
            int offset = (int)address & OffsetMask;
            ReadOnlySpan<byte> source = Page((int)(address >> PageShift))[offset..];
            int lengthBytes = Math.Min(source.Length, destination.Length);
            source[..lengthBytes].CopyTo(destination);
            destination = destination[lengthBytes..];
            address += lengthBytes;
        }

        return AccessOutcome.Done;
    }

    /// <inheritdoc/>
    public AccessOutcome TryWrite(long address, ReadOnlySpan<byte> source)
    {
        if (!IsAccessible(address, source.Length, out int missing))
        {
            return AccessOutcome.Fault(missing);
        }

        while (!source.IsEmpty)
        {
            int page = (int)(address >> PageShift);
            int offset = (int)address & OffsetMask;
            int lengthBytes = Math.Min(IGuestMemory.PageSizeBytes - offset, source.Length);
            source[..lengthBytes].CopyTo(Writable(page)[offset..]);
            Dirty.Mark(page);
            source = source[lengthBytes..];
            address += lengthBytes;
        }

        return AccessOutcome.Done;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Page(int page)
    {
        int slot = _slotOfPage[page];
        return slot < 0 ? ZeroPage : Slot(slot);
    }

    /// <inheritdoc/>
    public bool IsPresent(int page) => _present.Test(page);

    /// <inheritdoc/>
    public bool IsZero(int page)
    {
        int slot = _slotOfPage[page];
        return slot < 0 || !Slot(slot).ContainsAnyExcept((byte)0);
    }

    /// <inheritdoc/>
    public void Install(int page, ReadOnlySpan<byte> content)
    {
        if (content.Length != IGuestMemory.PageSizeBytes)
        {
            throw new ArgumentException("A page is put in whole.", nameof(content));
        }

        content.CopyTo(Writable(page));
        MarkPresent(page);
    }

    /// <inheritdoc/>
    public void InstallZero(int firstPage, int pageCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstPage);
        ArgumentOutOfRangeException.ThrowIfNegative(pageCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageCount, PageCount - firstPage);
        for (int page = firstPage; page < firstPage + pageCount; page++)
        {
            int slot = _slotOfPage[page];
            if (slot >= 0)
            {
                Slot(slot).Clear();
                _freeSlots.Push(slot);
                _slotOfPage[page] = -1;
            }

            MarkPresent(page);
        }
    }

    /// <inheritdoc/>
    public void Destroy()
    {
        foreach (byte[] slab in _slabs)
        {
            Array.Fill(slab, Overwritten);
        }

        _slabs.Clear();
        _freeSlots.Clear();
        _slotsUsed = 0;
        Array.Fill(_slotOfPage, -1);
        _present.ClearAll();
        PresentPages = 0;
        Dirty.Disable();
    }

    private bool IsAccessible(long address, int lengthBytes, out int missing)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(address);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address, ((long)PageCount << PageShift) - lengthBytes);
        missing = -1;
        if (PresentPages == PageCount || lengthBytes == 0)
        {
            return true;
        }

        int lastPage = (int)((address + lengthBytes - 1) >> PageShift);
        for (int page = (int)(address >> PageShift); page <= lastPage; page++)
        {
            if (!_present.Test(page))
            {
                missing = page;
                return false;
            }
        }

        return true;
    }

    private Span<byte> Writable(int page)
    {
        int slot = _slotOfPage[page];
        return Slot(slot >= 0 ? slot : Assign(page));
    }

    private int Assign(int page)
    {
        if (!_freeSlots.TryPop(out int slot))
        {
            slot = _slotsUsed++;
            if (slot >> SlotsPerSlabLog2 == _slabs.Count)
            {
                _slabs.Add(GC.AllocateArray<byte>(SlotsPerSlab << PageShift, pinned: true));
            }
        }

        _slotOfPage[page] = slot;
        return slot;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Slot(int slot) => _slabs[slot >> SlotsPerSlabLog2].AsSpan(
        (slot & (SlotsPerSlab - 1)) << PageShift, IGuestMemory.PageSizeBytes);

    private void MarkPresent(int page)
    {
        if (_present.Set(page))
        {
            PresentPages++;
        }
    }
}
