using Xia.Migration.Machines;

namespace Xia.Workload.Guests;

/// <summary>Pages that are written alike, such as the hot ones.</summary>
/// <param name="PageCount">How many pages; they lie next to those of the class before.</param>
/// <param name="WritesPerSecond">Writes per second of guest time to the whole class.</param>
/// <param name="IsPoisson">Whether writes come at random to random pages; otherwise evenly, to each page in
/// turn.</param>
/// <param name="BytesPerWrite">1 to 4096; a write lies within one page, on a multiple of its size where that
/// fits.</param>
/// <param name="Content">What is written.</param>
public sealed record PageWriterClass(
    int PageCount, long WritesPerSecond, bool IsPoisson, int BytesPerWrite, WriteContent Content)
{
    /// <summary>The most writes per second.</summary>
    public const long MaximumWritesPerSecond = 100_000_000;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PageCount);
        ArgumentOutOfRangeException.ThrowIfNegative(WritesPerSecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WritesPerSecond, MaximumWritesPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BytesPerWrite);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BytesPerWrite, IGuestMemory.PageSizeBytes);
    }
}
