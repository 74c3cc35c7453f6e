using Xia.Kernel.Time;

namespace Xia.Workload.Traces;

/// <summary>
/// A recording of which pages a real guest read and wrote, tick by tick, with its contents' sizes and names.
/// </summary>
/// <remarks>
/// <code>
/// Writes(0)      the pages that were not zero at the start: not writes
/// Writes(k)      the pages written in tick k, 1 ≤ k ≤ TickCount, ascending; silent stores included
/// Reads(k)       the pages read or executed, but not written, in tick k
/// </code>
/// The order of accesses within a tick is unknown; ascending page numbers are storage order only.
/// </remarks>
public sealed class PageTrace
{
    private readonly TraceWrite[] _writes;
    private readonly int[] _writeEnds;
    private readonly int[] _reads;
    private readonly int[] _readEnds;
    private readonly Duration[]? _tickEnds;

    internal PageTrace(
        string name,
        string workload,
        int pageCount,
        Duration tickLength,
        TraceWrite[] writes,
        int[] writeEnds,
        int[] reads,
        int[] readEnds,
        Duration[]? tickEnds = null)
    {
        Name = name;
        Workload = workload;
        PageCount = pageCount;
        TickLength = tickLength;
        _writes = writes;
        _writeEnds = writeEnds;
        _reads = reads;
        _readEnds = readEnds;
        _tickEnds = tickEnds;
    }

    /// <summary>The file's name, for reports.</summary>
    public string Name { get; }

    /// <summary>What ran in the recorded guest, such as <c>idle</c>.</summary>
    public string Workload { get; }

    /// <summary>The size of the recorded guest in pages of 4096 bytes.</summary>
    public int PageCount { get; }

    /// <summary>The guest time of one tick, as planned.</summary>
    public Duration TickLength { get; }

    /// <summary>How many ticks follow the start.</summary>
    public int TickCount => _writeEnds.Length - 1;

    /// <summary>The guest time of the whole recording.</summary>
    public Duration Length => EndOf(TickCount);

    /// <summary>How many write records there are, the start's included.</summary>
    public int WriteCount => _writes.Length;

    /// <summary>All write records in order of ticks, the start's first.</summary>
    public ReadOnlySpan<TraceWrite> AllWrites => _writes;

    /// <summary>
    /// When a tick ended after the start: as planned, or when the recorder really took its sample.
    /// </summary>
    public Duration EndOf(int tick) => _tickEnds is null ? TickLength * tick : _tickEnds[tick];

    /// <summary>The number of a tick's first write record in <see cref="AllWrites"/>.</summary>
    public int FirstWriteIndex(int tick) => tick == 0 ? 0 : _writeEnds[tick - 1];

    /// <summary>The pages written in a tick; for tick 0 those that were not zero at the start.</summary>
    public ReadOnlySpan<TraceWrite> Writes(int tick) =>
        _writes.AsSpan(FirstWriteIndex(tick).._writeEnds[tick]);

    /// <summary>The pages read or executed but not written in a tick.</summary>
    public ReadOnlySpan<int> Reads(int tick) =>
        _reads.AsSpan((tick == 0 ? 0 : _readEnds[tick - 1]).._readEnds[tick]);
}
