using System.Runtime.CompilerServices;
using Xia.Kernel.Collections;

namespace Xia.Migration.Dirty;

/// <summary>Which pages a guest wrote in the current round; a write of equal bytes is a write.</summary>
/// <remarks>
/// The first write to a page in a round costs the guest a fault; <see cref="TakeFaults"/> hands the count to
/// whoever drives the guest, who charges it as <see cref="Kernel.Work.WorkKind.DirtyLogFault"/> and stalls
/// the guest's clock. A log that is not enabled costs nothing and knows nothing.
/// </remarks>
public sealed class DirtyLog(int pageCount)
{
    private readonly PageBitmap _dirty = new(pageCount);
    private long _faults;

    /// <summary>Whether writes are being logged.</summary>
    public bool IsEnabled { get; private set; }

    /// <summary>How many pages are dirty in this round so far.</summary>
    public int Count { get; private set; }

    /// <summary>First writes logged since the log was made, never reset.</summary>
    public long FaultsTotal { get; private set; }

    /// <summary>Starts logging with nothing dirty.</summary>
    public void Enable()
    {
        Clear();
        IsEnabled = true;
    }

    /// <summary>Stops logging and forgets.</summary>
    public void Disable()
    {
        Clear();
        IsEnabled = false;
    }

    /// <summary>Notes a write; called by the memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mark(int page)
    {
        if (IsEnabled && _dirty.Set(page))
        {
            Count++;
            _faults++;
            FaultsTotal++;
        }
    }

    /// <summary>Looks at one page without clearing it.</summary>
    public bool IsDirty(int page) => _dirty.Test(page);

    /// <summary>Adds the dirty pages to a set, clears the log, and so begins a new round.</summary>
    public void HarvestInto(PageBitmap target)
    {
        ArgumentNullException.ThrowIfNull(target);
        _dirty.MoveInto(target);
        Count = 0;
    }

    /// <summary>How many first writes were logged since the last call.</summary>
    public long TakeFaults()
    {
        long faults = _faults;
        _faults = 0;
        return faults;
    }

    private void Clear()
    {
        _dirty.ClearAll();
        Count = 0;
    }
}
