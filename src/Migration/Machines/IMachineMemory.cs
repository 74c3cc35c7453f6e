using Xia.Migration.Dirty;

namespace Xia.Migration.Machines;

/// <summary>
/// A machine's memory as a migration engine sees it: pages that are put in whole, and the log of writes.
/// </summary>
public interface IMachineMemory : IGuestMemory
{
    /// <summary>Which pages the guest wrote since the log was last harvested.</summary>
    DirtyLog Dirty { get; }

    /// <summary>How many pages are here; the guest can run without faults once that is all of them.</summary>
    int PresentPages { get; }

    /// <summary>Whether a page is here.</summary>
    bool IsPresent(int page);

    /// <summary>Whether every byte of a page is zero.</summary>
    bool IsZero(int page);

    /// <summary>Puts a page in, present and not dirty.</summary>
    /// <param name="page">Its number.</param>
    /// <param name="content"><see cref="IGuestMemory.PageSizeBytes"/> bytes.</param>
    void Install(int page, ReadOnlySpan<byte> content);

    /// <summary>Puts pages of zeroes in, present and not dirty.</summary>
    void InstallZero(int firstPage, int pageCount);

    /// <summary>
    /// Overwrites every buffer and takes all pages away, so that nothing can survive here by accident.
    /// </summary>
    void Destroy();
}
