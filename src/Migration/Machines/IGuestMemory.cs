namespace Xia.Migration.Machines;

/// <summary>
/// A machine's memory as its guest sees it: bytes by address, where an access may fault and be restarted.
/// </summary>
/// <remarks>
/// An access outside of the memory is the caller's mistake and throws; only a missing page faults.
/// </remarks>
public interface IGuestMemory
{
    /// <summary>The size of every page, in bytes.</summary>
    const int PageSizeBytes = 4096;

    /// <summary>How many pages there are.</summary>
    int PageCount { get; }

    /// <summary>The size of the memory, <see cref="PageCount"/> × <see cref="PageSizeBytes"/>.</summary>
    long LengthBytes => (long)PageCount * PageSizeBytes;

    /// <summary>Reads bytes from <paramref name="address"/> on, wholly or not at all.</summary>
    AccessOutcome TryRead(long address, Span<byte> destination);

    /// <summary>
    /// Writes bytes from <paramref name="address"/> on, wholly or not at all, and marks the pages dirty.
    /// </summary>
    AccessOutcome TryWrite(long address, ReadOnlySpan<byte> source);

    /// <summary>
    /// The bytes of one page as they are now; for engines and tests. A page that is not here reads as zero.
    /// </summary>
    /// <remarks>Valid until the next write to this memory.</remarks>
    ReadOnlySpan<byte> Page(int page);
}
