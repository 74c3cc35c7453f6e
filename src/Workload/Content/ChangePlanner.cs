using System.Numerics;
using Xia.Workload.Traces;

namespace Xia.Workload.Content;

/// <summary>Finds the change of a page that meets a trace record's four sizes.</summary>
/// <remarks>
/// In order: the changed bytes are met by construction; the number of runs and of long gaps gives the XBZRLE
/// size; how many runs are wide and random gives the compressed size of the delta; the bytes by which the
/// random zone grows or shrinks give the compressed size of the page. Sizes are counted by
/// <see cref="DeflateSize"/>, nothing is compressed.
/// </remarks>
internal sealed class ChangePlanner
{
    private const int PageSizeBytes = 4096;
    private const int Refinements = 4;
    private const int MostShapes = 3;
    private const int FewRuns = 3;
    private const int CopyRunBytes = 120;
    private const int CopySlot = 128;
    private const int LeastCopySource = 40;
    private const int SmallChange = 64;
    private const int SmallAttempts = 6;
    private const int MostRemembered = 1 << 16;

    private static readonly int[] TailRunChoices = [1, 2, 3, 4, 5, 6, 7, 15, 31, 63, 127];
    private static readonly int[] TailAnchors = [256, 16];

    private readonly DeflateSize _size;
    private readonly ChangeLayout _layout;
    private readonly byte[] _delta = new byte[PageSizeBytes];
    private readonly Dictionary<(int Bytes, int Runs, int Room, int Delta),
        (ushort Wide, ushort Random)> _remembered = [];

    public ChangePlanner(DeflateSize size, ChangeLayout layout)
    {
        _size = size;
        _layout = layout;
    }

    /// <summary>Plans one change.</summary>
    /// <param name="write">The record with the sizes to meet.</param>
    /// <param name="zoneStart">Where the page's random zone starts.</param>
    /// <param name="zoneEnd">Where it ends.</param>
    /// <param name="zoneChange">By how many bytes it should grow or shrink.</param>
    /// <param name="seed">From where the draws of values follow.</param>
    /// <param name="layoutSeed">From where the draws of places follow.</param>
    public PageChange Plan(
        in TraceWrite write, int zoneStart, int zoneEnd, int zoneChange, uint seed, uint layoutSeed)
    {
        int bytes = Math.Max((int)write.ChangedBytes, 1);
        int zone = Math.Clamp(
            zoneChange, -Math.Min(bytes, zoneEnd - zoneStart), Math.Min(bytes, PageSizeBytes - zoneEnd));
        PageChange best = default;
        int leastMiss = int.MaxValue;
        int dear = write.DeltaBytes;
        for (int attempt = 0; attempt < MostShapes; attempt++)
        {
            PageChange change = Shape(write, bytes, zoneStart, zoneEnd, zone, seed, layoutSeed, dear);
            if (change.Runs == 0)
            {
                return leastMiss == int.MaxValue ? change : best;
            }

            int miss = write.DeltaBytes - MeetDelta(ref change, write.DeltaBytes);
            if (Math.Abs(miss) < leastMiss)
            {
                best = change;
                leastMiss = Math.Abs(miss);
            }

            bool canCopyMore = change.TailRuns + change.CopyRuns > 0 && miss * 40 > write.DeltaBytes;
            if (!canCopyMore)
            {
                break;
            }

            dear += miss;
        }

        return best;
    }

    /// <summary>Chooses runs, gaps and places from the changed bytes and the XBZRLE size.</summary>
    private static PageChange Shape(
        in TraceWrite write, int bytes, int zoneStart, int zoneEnd, int zone, uint seed, uint layoutSeed,
        int dear)
    {
        int overhead = Math.Max(write.XbzrleBytes - bytes, 3);
        bool isDense = bytes + (overhead / 2) + ChangeLayout.LongGap > PageSizeBytes;
        int longGaps = isDense ? 0 : Math.Clamp(overhead - (2 * bytes), overhead & 1, 2);
        int high = zoneEnd + Math.Max(zone, 0);
        int longRoom = high - Math.Max(zoneStart, ChangeLayout.LongGap);
        if (longGaps == 0 && zone != 0 && !isDense)
        {
            int runsThen = (overhead - 2) / 2;
            if (runsThen >= 2 && bytes + runsThen - 1 + ChangeLayout.LongGap <= longRoom)
            {
                longGaps = 2;
            }
            else if (high - bytes - (overhead / 2) + 1 >= ChangeLayout.LongGap)
            {
                bool isSlight = Math.Abs(zone) * 40 <= zoneEnd - zoneStart || bytes > longRoom;
                (longGaps, zone, high) = isSlight ? (0, 0, zoneEnd) : (1, zone, high);
            }
        }
        else if (longGaps == 2 && bytes + ChangeLayout.LongGap + 1 > longRoom)
        {
            longGaps = 1;
        }

        int runs = Math.Min(Runs(bytes, overhead, longGaps), Math.Max(PageSizeBytes - bytes, 1));
        int low = longGaps == 0 ? zoneStart : Math.Max(zoneStart, ChangeLayout.LongGap);
        PageChange change = new()
        {
            Kind = PageChangeKind.Runs,
            Seed = seed,
            LayoutSeed = layoutSeed,
            LongLastGap = longGaps == 2 && runs > 1,
            Zone = (short)zone,
            End = (ushort)high,
        };
        int least = bytes + runs - 1 + (change.LongLastGap ? ChangeLayout.LongGap : 0);
        if (least > high - low)
        {
            Overflow(ref change, bytes, runs, low, high, dear);
            return change;
        }

        Draws draws = new(layoutSeed * 0x9e3779b97f4a7c15UL);
        int free = high - low - least;
        int before = 0;
        if (zone == 0)
        {
            int most = longGaps == 0 ? Math.Min(free, ChangeLayout.LongGap - 1 - low)
                : free / (runs > 1 ? 2 : 1);
            before = draws.Next(Math.Max(most, 0) + 1);
            change.Start = (ushort)(low + before);
        }
        else if (longGaps == 0)
        {
            free = 0;
        }

        SetZone(ref change, bytes, runs, free - before);
        return change;
    }

    private static int Runs(int bytes, int overhead, int longGaps)
    {
        int runs = Math.Max((overhead - longGaps) / 2, 1);
        if (bytes > runs * (ChangeLayout.LongestShortRun - 7))
        {
            runs = Math.Max((overhead - longGaps) / 3, 1);
        }

        return Math.Min(runs, bytes);
    }

    private static void SetZone(ref PageChange change, int bytes, int runs, int slack)
    {
        change.ZoneBytes = (ushort)bytes;
        change.Runs = (ushort)runs;
        change.WideRuns = (ushort)runs;
        change.RandomBytes = (ushort)bytes;
        change.Slack = (ushort)Math.Max(slack, 0);
        change.LargestExtra =
            (ushort)Math.Min(runs > 1 ? 2 * slack / (runs - 1) : 0, ChangeLayout.LongGap - 2);
    }

    /// <summary>The random zone has no room for all runs: the others go into the tail.</summary>
    /// <remarks>
    /// Copies lie in slots counted from the page's end and periodic runs start at few places, so that changes
    /// after one another leave no shreds that would make the page compress worse and worse.
    /// </remarks>
    private static void Overflow(
        ref PageChange change, int bytes, int runs, int low, int high, int deltaBytes)
    {
        change.LongLastGap = false;
        int room = Math.Max(high - low, 0);
        int dear = room < LeastCopySource ? 0 : deltaBytes - DeflateSize.OfZeroPage - room - (runs / 16);
        int copyBytes = Math.Clamp(room, 1, CopyRunBytes);
        int tail = PageSizeBytes - high - 1;
        int mostCopies = Math.Min(Math.Min(bytes / 2 / copyBytes, tail / 2 / CopySlot), runs / 2);
        int copyRuns = Math.Clamp((dear + copyBytes - 1) / copyBytes, 0, mostCopies);
        int tailEnd = PageSizeBytes - (copyRuns * CopySlot);
        if (runs > FewRuns
            && TryPeriodic(ref change, bytes - (copyRuns * copyBytes), runs - copyRuns, room, high, tailEnd))
        {
            SetCopies(ref change, copyRuns, copyBytes, tailEnd, CopySlot - copyBytes, low, room);
            return;
        }

        OverflowAdjacent(ref change, bytes, runs, low, high, deltaBytes);
    }

    private static bool TryPeriodic(
        ref PageChange change, int bytes, int runs, int room, int high, int tailEnd)
    {
        int excess = bytes + runs - 1 - room;
        if (excess <= 0)
        {
            SetZone(ref change, bytes, runs, -excess);
            change.Start = (ushort)(high - room);
            return true;
        }

        int keep = Math.Abs((int)change.Zone);
        foreach (int anchor in TailAnchors)
        {
            int tailStart = (high + 1 + anchor) & -anchor;
            foreach (int runBytes in TailRunChoices)
            {
                int period = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(runBytes + 1, 8));
                int tailRuns = (excess + runBytes) / (runBytes + 1);
                tailRuns = anchor > 16 ? (tailRuns + 31) & ~31 : tailRuns;
                int zoneBytes = bytes - (tailRuns * runBytes);
                int zoneRuns = runs - tailRuns;
                int slack = room - zoneBytes - zoneRuns + 1;
                bool fits = zoneRuns > 0 && zoneBytes >= Math.Max(zoneRuns, keep) && slack >= 0
                    && tailStart + (tailRuns * period) <= tailEnd;
                if (fits)
                {
                    SetZone(ref change, zoneBytes, zoneRuns, slack);
                    change.Start = (ushort)(high - room);
                    SetTail(ref change, tailRuns, runBytes, 0, tailStart, period);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// One long run reaches from the zone into the tail, first as copies, then as one value.
    /// </summary>
    private static void OverflowAdjacent(
        ref PageChange change, int bytes, int runs, int low, int high, int deltaBytes)
    {
        int head = bytes - (high - low - runs + 1) > PageSizeBytes - high ? Math.Min(low, bytes / 8) : 0;
        low = head > 0 ? head : low;
        int room = Math.Max(high - low, 0);
        int zoneBytes = Math.Min(bytes - head, room - runs + 1);
        int rest = bytes - head - zoneBytes;
        if (zoneBytes < Math.Max(runs, Math.Abs((int)change.Zone)) || rest > PageSizeBytes - high)
        {
            OverflowEvenly(ref change, bytes, runs, high);
            return;
        }

        int mostCopied = room < LeastCopySource ? 0 : rest;
        int dear = Math.Clamp(deltaBytes - DeflateSize.OfZeroPage - zoneBytes, 0, mostCopied);
        int copyRuns = (dear + room - 1) / Math.Max(room, 1);
        int copyBytes = copyRuns == 0 ? 0 : dear / copyRuns;
        SetZone(ref change, zoneBytes, runs, 0);
        change.Start = (ushort)(high - zoneBytes - runs + 1);
        change.HeadBytes = (ushort)head;
        SetCopies(ref change, copyRuns, copyBytes, high, 0, low, room);
        rest -= copyRuns * copyBytes;
        SetTail(ref change, rest > 0 ? 1 : 0, rest, 0, high + (copyRuns * copyBytes), rest);
    }

    /// <summary>There is no random zone to speak of: all runs go into the tail, evenly spaced.</summary>
    private static void OverflowEvenly(ref PageChange change, int bytes, int runs, int high)
    {
        runs = Math.Clamp(runs, 1, Math.Max(PageSizeBytes - bytes, 1));
        int start = Math.Min(
            Math.Max(high + 1, ChangeLayout.LongGap), Math.Max(PageSizeBytes - bytes - (4 * runs), 0));
        start = Math.Min(start, Math.Max(PageSizeBytes - bytes - runs, 0));
        int each = bytes / runs;
        int rest = bytes - (each * runs);
        int step = runs == 1
            ? bytes
            : Math.Min((PageSizeBytes - start - each - rest) / (runs - 1), each + ChangeLayout.LongGap - 1);
        int even = (int)BitOperations.RoundUpToPowerOf2((uint)each + 1);
        change.Zone = 0;
        SetCopies(ref change, 0, 0, 0, 0, 0, 0);
        SetTail(ref change, runs, each, rest, start, step >= even ? even : step);
    }

    private static void SetCopies(
        ref PageChange change, int runs, int runBytes, int start, int gap, int source, int sourceBytes)
    {
        change.CopyRuns = (ushort)runs;
        change.CopyBytes = (ushort)runBytes;
        change.CopyStart = (ushort)start;
        change.CopyGap = (ushort)gap;
        change.CopyFrom = (ushort)source;
        change.CopyPlaces = (ushort)(sourceBytes - runBytes + 1);
    }

    private static void SetTail(
        ref PageChange change, int runs, int runBytes, int rest, int start, int period)
    {
        change.TailRuns = (ushort)runs;
        change.TailRunBytes = (ushort)runBytes;
        change.TailRest = (ushort)rest;
        change.TailStart = (ushort)start;
        change.TailPeriod = (ushort)period;
        change.TailValue = (byte)(1 + (change.Seed % 127));
    }

    /// <summary>
    /// Chooses how much of the change is random, and returns to what size the delta compresses then.
    /// </summary>
    private int MeetDelta(ref PageChange change, int deltaBytes)
    {
        int tolerance = Math.Max(deltaBytes / 100, 1);
        (int, int, int, int) shape =
            (change.ZoneBytes >> 4, change.Runs >> 3, change.TailRuns, deltaBytes / (tolerance * 2));
        if (change.ZoneBytes >= SmallChange
            && _remembered.TryGetValue(shape, out (ushort Wide, ushort Random) like))
        {
            PageChange tried = change;
            tried.WideRuns = Math.Min(like.Wide, change.Runs);
            tried.RandomBytes = Math.Min(like.Random, change.ZoneBytes);
            int size = DeltaOf(tried);
            if (Math.Abs(size - deltaBytes) <= 2 * tolerance
                && tried.RandomBytes >= Math.Abs((int)change.Zone))
            {
                change = tried;
                return size;
            }
        }

        int met = SearchDelta(ref change, deltaBytes, tolerance);
        if (_remembered.Count < MostRemembered)
        {
            _remembered[shape] = (change.WideRuns, change.RandomBytes);
        }

        return met;
    }

    private int SearchDelta(ref PageChange change, int deltaBytes, int tolerance)
    {
        int full = DeltaOf(change);
        if (full <= deltaBytes + tolerance || change.ZoneBytes < SmallChange)
        {
            full = SeekDelta(ref change, deltaBytes, full, tolerance);
        }

        if (full <= deltaBytes + tolerance)
        {
            return full;
        }

        int keep = Math.Abs((int)change.Zone);
        int fewest = Math.Clamp((change.ZoneBytes + 99) / 100, 1, change.Runs);
        PageChange narrow = change;
        narrow.WideRuns = (ushort)fewest;
        int least = DeltaOf(narrow);
        if (least <= deltaBytes && fewest < change.Runs)
        {
            return Meet(ref change, deltaBytes, tolerance, fewest, least, change.Runs, full, wide: true, 0);
        }

        if (fewest < change.Runs)
        {
            change = narrow;
            full = least;
        }

        int narrowRuns = change.Runs - change.WideRuns;
        int wideBytes = change.ZoneBytes - (
            narrowRuns * ChangeLayout.NarrowBytes(change.ZoneBytes, change.Runs));
        PageChange plain = change;
        plain.RandomBytes = (ushort)Math.Min(Math.Max(keep, 1), wideBytes);
        int plainSize = DeltaOf(plain);
        if (plainSize >= deltaBytes)
        {
            change = plain;
            return plainSize;
        }

        return Meet(
            ref change, deltaBytes, tolerance, plain.RandomBytes, plainSize, wideBytes, full, wide: false,
                keep);
    }

    /// <summary>
    /// Interpolates between two settings of a recipe, of which one is too small and the other too large.
    /// </summary>
    private int Meet(
        ref PageChange change, int target, int tolerance, int low, int lowSize, int high, int highSize,
            bool wide, int keep)
    {
        PageChange best = change;
        int bestSize = highSize;
        for (int step = 0; step < Refinements && high - low > 1
            && Math.Abs(bestSize - target) > tolerance; step++)
        {
            int middle = highSize == lowSize
                ? (low + high) / 2
                : low + (int)((long)(high - low) * (target - lowSize) / (highSize - lowSize));
            middle = Math.Clamp(middle, low + 1, high - 1);
            PageChange tried = change;
            tried.WideRuns = wide ? (ushort)middle : tried.WideRuns;
            tried.RandomBytes = wide ? tried.RandomBytes : (ushort)Math.Max(middle, keep);
            int size = DeltaOf(tried);
            if (Math.Abs(size - target) < Math.Abs(bestSize - target))
            {
                best = tried;
                bestSize = size;
            }

            if (size < target)
            {
                (low, lowSize) = (middle, size);
            }
            else
            {
                (high, highSize) = (middle, size);
            }
        }

        change = best;
        return bestSize;
    }

    /// <summary>All is random and misses still: dearer values, and other places, may meet it.</summary>
    private int SeekDelta(ref PageChange change, int deltaBytes, int size, int tolerance)
    {
        PageChange tried = change;
        int attempts = change.ZoneBytes < SmallChange ? SmallAttempts : Refinements;
        for (int attempt = 0; attempt < attempts && Math.Abs(deltaBytes - size) > tolerance; attempt++)
        {
            tried.IsDear = size < deltaBytes;
            tried.AscendingGaps = tried.Runs > 3 && tried.IsDear && (attempt & 1) == 1;
            tried.LayoutSeed += attempt > 0 ? 2891336453u : 0;
            tried.Start = Moved(change, attempt);
            int other = DeltaOf(tried);
            if (Math.Abs(other - deltaBytes) < Math.Abs(size - deltaBytes))
            {
                change = tried;
                size = other;
            }
        }

        return size;
    }

    /// <summary>A start a little further back, so that the runs still end within the zone.</summary>
    private static ushort Moved(in PageChange change, int attempt) =>
        change.Start >= ChangeLayout.LongGap + (31 * attempt) ? (ushort)(change.Start - (31 * attempt))
            : change.Start;

    private int DeltaOf(in PageChange change)
    {
        Array.Clear(_delta);
        _layout.Apply(change, _delta, pureXor: true);
        return _size.Of(_delta);
    }
}
