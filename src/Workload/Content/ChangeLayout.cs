namespace Xia.Workload.Content;

/// <summary>
/// Lays the runs of a <see cref="PageChange"/> out, and applies them; the same recipe gives the same bytes.
/// </summary>
internal sealed class ChangeLayout
{
    /// <summary>The gap that XBZRLE tells with two bytes instead of one.</summary>
    public const int LongGap = 128;

    /// <summary>The longest run whose length XBZRLE tells with one byte.</summary>
    public const int LongestShortRun = 127;

    /// <summary>The value of changed bytes that are not random.</summary>
    public const byte PlainXor = 1;

    private const int PageSizeBytes = 4096;
    private const int LongestNarrowRun = 7;

    private readonly ByteRun[] _runs = new ByteRun[PageSizeBytes];
    private readonly int[] _lengths = new int[PageSizeBytes];
    private readonly int[] _gaps = new int[PageSizeBytes];

    /// <summary>The bytes of one narrow run.</summary>
    public static int NarrowBytes(int bytes, int runs) =>
        runs == 0 ? 0 : Math.Clamp(bytes / runs, 1, LongestNarrowRun);

    /// <summary>The runs of a change; those of the zone first, in ascending order.</summary>
    public ReadOnlySpan<ByteRun> Lay(in PageChange change)
    {
        Draws draws = new(change.LayoutSeed);
        int runs = change.Runs;
        int narrow = runs - change.WideRuns;
        SetLengths(change, narrow, ref draws);
        int gapBytes = SetGaps(change, narrow, ref draws);
        int position = change.Zone != 0 ? change.End - change.ZoneBytes - gapBytes : change.Start;
        for (int run = 0; run < runs; run++)
        {
            ByteRunKind kind = run >= narrow ? ByteRunKind.Wide : ByteRunKind.Narrow;
            _runs[run] = new ByteRun((ushort)position, (ushort)_lengths[run], kind);
            position += _lengths[run] + (run < runs - 1 ? _gaps[run] : 0);
        }

        if (change.HeadBytes > 0)
        {
            _runs[runs++] = new ByteRun(0, change.HeadBytes, ByteRunKind.Tail);
        }

        for (int run = 0; run < change.CopyRuns; run++)
        {
            int start = change.CopyStart + (run * (change.CopyBytes + change.CopyGap));
            _runs[runs++] = new ByteRun((ushort)start, change.CopyBytes, ByteRunKind.Copy);
        }

        for (int run = 0; run < change.TailRuns; run++)
        {
            int start = change.TailStart + (run * change.TailPeriod);
            int rest = run == change.TailRuns - 1 ? change.TailRest : 0;
            _runs[runs++] = new ByteRun(
                (ushort)start, (ushort)(change.TailRunBytes + rest), ByteRunKind.Tail);
        }

        return _runs.AsSpan(0, runs);
    }

    /// <summary>Puts a change onto a page.</summary>
    /// <param name="change">A change of kind <see cref="PageChangeKind.Runs"/>.</param>
    /// <param name="page">The content before; the content after.</param>
    /// <param name="pureXor">Whether bytes given back to the tail are XORed like others, as when a delta is
    /// drawn.</param>
    public void Apply(in PageChange change, Span<byte> page, bool pureXor = false)
    {
        Draws draws = new(change.Seed ^ (0x5bd1e995UL << 32));
        Draws places = new(change.Seed ^ (0x1b873593UL << 32));
        int wideBytes = change.ZoneBytes - ((change.Runs - change.WideRuns) * NarrowOf(change));
        int plainBytes = wideBytes - change.RandomBytes;
        int fillFrom = change.Zone < 0 && !pureXor ? change.End + change.Zone : PageSizeBytes;
        byte filler = change.End < PageSizeBytes ? page[change.End] : PageStart.Filler;
        foreach (ByteRun run in Lay(change))
        {
            Span<byte> bytes = page.Slice(run.Start, run.LengthBytes);
            switch (run.Kind)
            {
                case ByteRunKind.Narrow:
                    Xor(bytes, PlainXor);
                    break;
                case ByteRunKind.Tail:
                    Xor(bytes, change.TailValue);
                    break;
                case ByteRunKind.Copy when !pureXor:
                    page.Slice(change.CopyFrom + places.Next(change.CopyPlaces), bytes.Length).CopyTo(bytes);
                    break;
                case ByteRunKind.Copy:
                    XorRandom(bytes, change.IsDear, ref draws);
                    break;
                default:
                    int plain = Math.Clamp(plainBytes, 0, bytes.Length);
                    plainBytes -= plain;
                    Xor(bytes[..plain], PlainXor);
                    int kept = Math.Clamp(fillFrom - run.Start, plain, bytes.Length);
                    XorRandom(bytes[plain..kept], change.IsDear, ref draws);
                    bytes[kept..].Fill(filler);
                    break;
            }
        }
    }

    private static void Xor(Span<byte> bytes, byte value)
    {
        foreach (ref byte one in bytes)
        {
            one ^= value;
        }
    }

    private static void XorRandom(Span<byte> bytes, bool isDear, ref Draws draws)
    {
        if (!isDear)
        {
            draws.Xor(bytes);
            return;
        }

        foreach (ref byte one in bytes)
        {
            one ^= draws.NextDearByte();
        }
    }

    private static int NarrowOf(in PageChange change) => NarrowBytes(change.ZoneBytes, change.Runs);

    private void SetLengths(in PageChange change, int narrow, ref Draws draws)
    {
        int narrowBytes = NarrowOf(change);
        _lengths.AsSpan(0, narrow).Fill(narrowBytes);
        int wide = change.WideRuns;
        if (wide == 0)
        {
            return;
        }

        int wideBytes = change.ZoneBytes - (narrow * narrowBytes);
        int given = 0;
        for (int run = 0; run < wide; run++)
        {
            int upTo = (int)((long)wideBytes * (run + 1) / wide);
            _lengths[narrow + run] = upTo - given;
            given = upTo;
        }

        for (int run = narrow; run + 1 < change.Runs; run += 2)
        {
            int most = Math.Min(_lengths[run] - 1, LongestShortRun - _lengths[run + 1]);
            int moved = most > 0 ? draws.Next(most + 1) / 2 : 0;
            _lengths[run] -= moved;
            _lengths[run + 1] += moved;
        }

        int last = change.Runs - 1;
        int need = Math.Min(Math.Abs((int)change.Zone), wideBytes - (wide - 1));
        for (int run = last - 1; run >= narrow && _lengths[last] < need; run--)
        {
            int moved = Math.Min(need - _lengths[last], _lengths[run] - 1);
            _lengths[run] -= moved;
            _lengths[last] += moved;
        }
    }

    private int SetGaps(in PageChange change, int narrow, ref Draws draws)
    {
        int gaps = change.Runs - 1;
        if (gaps <= 0)
        {
            return 0;
        }

        int left = change.Slack;
        int even = Math.Min(change.LargestExtra, left / gaps);
        for (int gap = 0; gap < gaps; gap++)
        {
            int extra = gap < narrow
                ? Math.Min(even, LongGap - 2)
                : Math.Min(Math.Min(draws.Next(change.LargestExtra + 1), left), LongGap - 2);
            left -= extra;
            _gaps[gap] = 1 + extra;
        }

        if (change.AscendingGaps)
        {
            Array.Sort(_gaps, 0, gaps);
        }

        if (change.LongLastGap)
        {
            _gaps[gaps - 1] += LongGap;
        }

        int sum = 0;
        for (int gap = 0; gap < gaps; gap++)
        {
            sum += _gaps[gap];
        }

        return sum;
    }
}
