using Xia.Workload.Content;
using Xia.Workload.Traces;

namespace Xia.Workload.Tests.Content;

/// <summary>
/// Goes through a trace, makes every content, encodes it and compares each tick's sums with the trace's
/// columns.
/// </summary>
internal sealed class ContentAccuracy
{
    public const int Columns = 4;
    private const int PageSizeBytes = 4096;

    private readonly Dictionary<ulong, ulong> _fingerprints = [];
    private readonly HashSet<ulong> _different = [];

    /// <summary>Ticks after the start whose sum is within 5 %: changed, zpage, zdelta, xbzrle.</summary>
    public int[] TicksWithin { get; } = new int[Columns];

    /// <summary>The whole trace's sum as a share of the trace's column.</summary>
    public double[] TotalShare { get; } = new double[Columns];

    /// <summary>The same for the start alone.</summary>
    public double[] StartShare { get; } = new double[Columns];

    /// <summary>Hashes that had two contents: none may.</summary>
    public int Ambiguous { get; private set; }

    /// <summary>Contents that two hashes share.</summary>
    public int Shared { get; private set; }

    public static ContentAccuracy Of(
        PageTrace trace, PageContents contents, Func<ReadOnlySpan<byte>, int> compressedSize)
    {
        ContentAccuracy accuracy = new();
        byte[]?[] pages = new byte[trace.PageCount][];
        long[] totalWanted = new long[Columns];
        long[] totalMade = new long[Columns];
        for (int tick = 0; tick <= trace.TickCount; tick++)
        {
            long[] wanted = new long[Columns];
            long[] made = new long[Columns];
            int record = trace.FirstWriteIndex(tick);
            foreach (TraceWrite write in trace.Writes(tick))
            {
                accuracy.Follow(write, contents, record++, pages[write.Page] ??= new byte[PageSizeBytes],
                    compressedSize, wanted, made);
            }

            for (int column = 0; column < Columns; column++)
            {
                if (tick == 0)
                {
                    accuracy.StartShare[column] = (double)made[column] / wanted[column];
                    continue;
                }

                totalWanted[column] += wanted[column];
                totalMade[column] += made[column];
                accuracy.TicksWithin[column] += Math.Abs(made[column] - wanted[column]) * 20 <= wanted[column]
                    ? 1 : 0;
            }
        }

        for (int column = 0; column < Columns; column++)
        {
            accuracy.TotalShare[column] = (double)totalMade[column] / totalWanted[column];
        }

        return accuracy;
    }

    private void Follow(
        in TraceWrite write,
        PageContents contents,
        int record,
        byte[] page,
        Func<ReadOnlySpan<byte>, int> compressedSize,
        long[] wanted,
        long[] made)
    {
        byte[] before = page.ToArray();
        bool changes = contents.Apply(record, page);
        if (!write.HasContent)
        {
            Assert.That(changes, Is.False, $"record {record} is a silent store");
            return;
        }

        Fingerprint(write, page);
        byte[] delta = new byte[PageSizeBytes];
        int changed = 0;
        for (int at = 0; at < PageSizeBytes; at++)
        {
            delta[at] = (byte)(page[at] ^ before[at]);
            changed += delta[at] != 0 ? 1 : 0;
        }

        bool isFirst = (write.Flags & TraceWriteFlags.First) != 0;
        int pageBytes = write.Hash == 0 ? 0 : compressedSize(page);
        Add(wanted, write.ChangedBytes, write.PageBytes, write.DeltaBytes, write.XbzrleBytes);
        Add(
            made,
            changed,
            pageBytes,
            isFirst ? pageBytes : changed == 0 ? 0 : compressedSize(delta),
            isFirst ? PageSizeBytes : XbzrleEncoder.Encode(before, page).Length);
    }

    private void Fingerprint(in TraceWrite write, byte[] page)
    {
        ulong fingerprint = BitConverter.ToUInt64(System.Security.Cryptography.SHA256.HashData(page));
        if (_fingerprints.TryGetValue(write.Hash, out ulong known))
        {
            Ambiguous += known == fingerprint ? 0 : 1;
        }
        else
        {
            _fingerprints[write.Hash] = fingerprint;
            Shared += _different.Add(fingerprint) ? 0 : 1;
        }
    }

    private static void Add(long[] sums, int changed, int page, int delta, int xbzrle)
    {
        sums[0] += changed;
        sums[1] += page;
        sums[2] += delta;
        sums[3] += xbzrle;
    }
}
