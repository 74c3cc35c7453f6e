using System.Buffers.Binary;
using Xia.Kernel.Time;

namespace Xia.Workload.Traces;

/// <summary>
/// Reads trace files of both versions: XPT2 (reads and writes per tick) and XPT1 (changes per sample).
/// </summary>
/// <remarks>
/// The columns are listed in <c>scenarios/traces/README.md</c>. A file is checked whole: every count against
/// the others, every page number against the guest's size, so that a trace once read cannot surprise a
/// replay.
/// </remarks>
public static class PageTraceReader
{
    private const int PageSizeBytes = 4096;
    private const int MaximumPageCount = 1 << 20;
    private const int MaximumRecords = 1 << 23;
    private const int MaximumTicks = 1 << 16;
    private const int Version1PageCount = 65536;
    private const ushort FirstRecordXbzrleBytes = PageSizeBytes;

    /// <summary>Reads a whole trace.</summary>
    /// <param name="packed">The file's bytes, gzip and all; read to its end and left open.</param>
    /// <param name="fileName">What to call it in errors and reports.</param>
    /// <exception cref="PageTraceException">The file is not a trace or is damaged.</exception>
    public static PageTrace Read(Stream packed, string fileName)
    {
        ArgumentNullException.ThrowIfNull(packed);
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        using TraceColumns columns = TraceColumns.Unpack(packed, fileName);
        try
        {
            columns.Integer("page_size", PageSizeBytes, PageSizeBytes);
            return columns.Version == 1 ? ReadVersion1(columns, fileName) : ReadVersion2(columns, fileName);
        }
        catch (InvalidOperationException broken)
        {
            // What the JSON reader says of a text that is not UTF-8.
            throw new PageTraceException(fileName, "a header in UTF-8", broken.Message);
        }
    }

    private static PageTrace ReadVersion2(TraceColumns columns, string fileName)
    {
        int pageCount = columns.Integer("pages", 1, MaximumPageCount);
        int ticks = columns.Integer("ticks", 0, MaximumTicks);
        int tickMicroseconds = columns.Integer("tick_us", 1, 60_000_000);
        int tickEntries = columns.Integer("ticks1", ticks + 1, ticks + 1, "lengths");
        int writeCount = columns.Integer("nw", 0, MaximumRecords, "lengths");
        int contentCount = columns.Integer("nc", 0, writeCount, "lengths");
        int hashCount = columns.Integer("nz", 0, contentCount, "lengths");
        int readCount = columns.Integer("nr", 0, MaximumRecords, "lengths");

        int[] writeEnds = Ends(columns.Take("wn", 4L * tickEntries), writeCount, "wn", fileName);
        ReadOnlySpan<byte> flags = columns.Take("w_flags", writeCount);
        ReadOnlySpan<byte> pages = columns.Take16("w_dpfn", writeCount);
        ReadOnlySpan<byte> hashes = columns.Take("c_hash", 8L * hashCount);
        ReadOnlySpan<byte> changed = columns.Take16("c_changed", contentCount);
        ReadOnlySpan<byte> pageSizes = columns.Take16("c_zpage", contentCount);
        ReadOnlySpan<byte> deltaSizes = columns.Take16("c_zdelta", contentCount);
        ReadOnlySpan<byte> xbzrleSizes = columns.Take16("c_xbzrle", contentCount);
        int[] readEnds = Ends(columns.Take("rn", 4L * tickEntries), readCount, "rn", fileName);
        ReadOnlySpan<byte> readPages = columns.Take16("r_dpfn", readCount);
        columns.Take("r_flags", readCount);
        columns.End();

        TraceWrite[] writes = new TraceWrite[writeCount];
        Dictionary<int, TraceWrite> last = [];
        int content = 0;
        int hash = 0;
        for (int tick = 0, index = 0; tick < tickEntries; tick++)
        {
            int page = -1;
            for (int first = index; index < writeEnds[tick]; index++)
            {
                page = NextPage(page, pages, index, index == first, pageCount, fileName);
                TraceWriteFlags flag = (TraceWriteFlags)flags[index];
                TraceWrite write = new(page, flag, 0, 0, 0, 0, 0);
                if (!write.HasContent)
                {
                    TraceWrite before = last.GetValueOrDefault(page);
                    writes[index] = write with { Hash = before.Hash, PageBytes = before.PageBytes };
                    continue;
                }

                bool isZero = (flag & TraceWriteFlags.Zero) != 0;
                if (content == contentCount || (!isZero && hash == hashCount))
                {
                    throw new PageTraceException(
                        fileName, $"{contentCount} contents and {hashCount} hashes", "flags of more");
                }

                writes[index] = write with
                {
                    Hash = isZero ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(hashes[(8 * hash++)..]),
                    ChangedBytes = At(changed, content),
                    PageBytes = At(pageSizes, content),
                    DeltaBytes = At(deltaSizes, content),
                    XbzrleBytes = At(xbzrleSizes, content++),
                };
                Check(writes[index], fileName);
                last[page] = writes[index];
            }
        }

        if (content != contentCount || hash != hashCount)
        {
            throw new PageTraceException(fileName, $"{contentCount} contents and {hashCount} hashes",
                $"flags of {content} and {hash}");
        }

        int[] reads = ReadPages(readPages, readEnds, pageCount, fileName);
        return new PageTrace(
            fileName, columns.Text("workload"), pageCount, Duration.FromMicroseconds(tickMicroseconds),
                writes, writeEnds, reads, readEnds);
    }

    private static PageTrace ReadVersion1(TraceColumns columns, string fileName)
    {
        if (columns.Text("kind") != "tick")
        {
            throw new PageTraceException(fileName, "kind \"tick\" in the header: only ticks can be replayed",
                $"\"{columns.Text("kind")}\"");
        }

        Duration tickLength =
            Duration.FromNanoseconds((long)(columns.Fraction("tick_s", 60) * 1_000_000_000m));
        int count = columns.Integer("records", 1, MaximumRecords);
        ReadOnlySpan<byte> iterations = columns.Take("iter", count);
        ReadOnlySpan<byte> flags = columns.Take("flags", count);
        ReadOnlySpan<byte> pages = columns.Take("pfn", 4L * count);
        ReadOnlySpan<byte> hashes = columns.Take("hash", 8L * count);
        ReadOnlySpan<byte> changed = columns.Take16("changed", count);
        ReadOnlySpan<byte> pageSizes = columns.Take16("zpage", count);
        ReadOnlySpan<byte> deltaSizes = columns.Take16("zdelta", count);
        ReadOnlySpan<byte> xbzrleSizes = columns.Take16("xbzrle", count);
        columns.End();

        int[] ends = new int[iterations[^1] + 1];
        TraceWrite[] writes = new TraceWrite[count];
        for (int index = 0; index < count; index++)
        {
            int iteration = iterations[index];
            uint page = BinaryPrimitives.ReadUInt32LittleEndian(pages[(4 * index)..]);
            bool isSame = index > 0 && iterations[index - 1] == iteration;
            if (iteration >= ends.Length || page >= Version1PageCount
                || (index > 0 && iterations[index - 1] > iteration)
                || (isSame && page <= writes[index - 1].Page) || flags[index] > 3)
            {
                throw new PageTraceException(
                    fileName, $"samples and pages below {Version1PageCount} in ascending order",
                        $"sample {iteration}, page {page} at record {index}");
            }

            TraceWriteFlags flag = (TraceWriteFlags)flags[index] | TraceWriteFlags.Stored
                | (iteration > 0 ? TraceWriteFlags.Changed : TraceWriteFlags.None);
            writes[index] = new TraceWrite(
                (int)page, flag, BinaryPrimitives.ReadUInt64LittleEndian(hashes[(8 * index)..]),
                    At(changed, index), At(pageSizes, index),
                At(deltaSizes, index), (flag & TraceWriteFlags.First) != 0 ? FirstRecordXbzrleBytes
                    : At(xbzrleSizes, index));
            Check(writes[index], fileName);
            ends[iteration] = index + 1;
        }

        for (int iteration = 1; iteration < ends.Length; iteration++)
        {
            ends[iteration] = Math.Max(ends[iteration], ends[iteration - 1]);
        }

        return new PageTrace(fileName, columns.Text("workload"), Version1PageCount, tickLength, writes, ends,
            [], new int[ends.Length]);
    }

    private static int[] Ends(ReadOnlySpan<byte> counts, int total, string column, string fileName)
    {
        int[] ends = new int[counts.Length / 4];
        long sum = 0;
        for (int tick = 0; tick < ends.Length; tick++)
        {
            sum += BinaryPrimitives.ReadUInt32LittleEndian(counts[(4 * tick)..]);
            ends[tick] = (int)Math.Min(sum, int.MaxValue);
        }

        return sum == total ? ends
            : throw new PageTraceException(fileName, $"{total} records in column {column}", $"{sum}");
    }

    private static int[] ReadPages(ReadOnlySpan<byte> deltas, int[] ends, int pageCount, string fileName)
    {
        int[] reads = new int[deltas.Length / 2];
        int index = 0;
        foreach (int end in ends)
        {
            int page = -1;
            for (int first = index; index < end; index++)
            {
                page = reads[index] = NextPage(page, deltas, index, index == first, pageCount, fileName);
            }
        }

        return reads;
    }

    private static int NextPage(
        int page, ReadOnlySpan<byte> deltas, int index, bool isFirst, int pageCount, string fileName)
    {
        int delta = At(deltas, index);
        int next = isFirst ? delta : page + delta;
        return (isFirst || delta > 0) && next < pageCount
            ? next
            : throw new PageTraceException(fileName, $"ascending page numbers below {pageCount}",
                $"{next} after {page} at record {index}");
    }

    private static void Check(in TraceWrite write, string fileName)
    {
        bool isZero = (write.Flags & TraceWriteFlags.Zero) != 0;
        if (write.ChangedBytes > PageSizeBytes || isZero != (write.Hash == 0))
        {
            throw new PageTraceException(
                fileName, $"at most {PageSizeBytes} changed bytes and hash 0 exactly for a page of zeroes",
                    $"{write}");
        }
    }

    private static ushort At(ReadOnlySpan<byte> column, int index) =>
        BinaryPrimitives.ReadUInt16LittleEndian(column[(2 * index)..]);
}
