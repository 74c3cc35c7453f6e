using System.Numerics;
using System.Runtime.InteropServices;
using Xia.Workload.Traces;

namespace Xia.Workload.Content;

/// <summary>Works out, in the order of a trace, by which change each of its contents comes about.</summary>
/// <remarks>
/// <code>
///   contents are nodes, named by hash; what a page goes through are edges
///
///   (zero) ──start──▶ (a) ──runs──▶ (b) ──runs──▶ (c)     new: runs that meet the record's sizes
///                      ▲             │
///                      └──explicit───┘                    known already: the XOR of both, as bytes
/// </code>
/// The first edge to a content fixes it for good.
/// </remarks>
internal sealed class PageSynthesis
{
    /// <summary>Marks a record that leaves its page as it is.</summary>
    public const int Silent = -1;

    /// <summary>Marks a record after which its page is zero.</summary>
    public const int BecomesZero = -2;

    /// <summary>Marks start number 0; start number i is this minus i.</summary>
    public const int FirstStart = -3;

    private const int PageSizeBytes = 4096;
    private const int KeepEvery = 48;
    private const int MostRedraws = 4;

    /// <summary>
    /// Nine-bit values within less than this share of a page move its compressed size by less than 0.5 %.
    /// </summary>
    private const int SlightShare = 25;
    private const int ZeroNode = 0;

    private readonly PageTrace _trace;
    private readonly DeflateSize _size = new();
    private readonly ChangeLayout _layout = new();
    private readonly ChangePlanner _planner;
    private readonly List<PageChange> _changes = [];
    private readonly List<PageStart> _starts = [];
    private readonly List<byte> _pool = [];
    private readonly List<ContentNode> _nodes = [];
    private readonly List<byte[]> _kept = [];
    private readonly Dictionary<ulong, int> _nodeOfHash;
    private readonly Dictionary<(int From, int To), int> _edges = [];
    private readonly HashSet<ulong> _fingerprints = [];
    private readonly int[] _nodeOfPage;
    private readonly byte[]?[] _pages;
    private readonly byte[] _attempt = new byte[PageSizeBytes];

    public PageSynthesis(PageTrace trace)
    {
        _trace = trace;
        _planner = new ChangePlanner(_size, _layout);
        _nodeOfHash = new Dictionary<ulong, int>(trace.WriteCount) { [0] = ZeroNode };
        _nodeOfPage = new int[trace.PageCount];
        _pages = new byte[]?[trace.PageCount];
        _nodes.Add(new ContentNode
        {
            Change = BecomesZero,
            Kept = -1,
            ZoneStart = PageStart.UsualZoneStart,
            ZoneEnd = PageStart.UsualZoneStart,
            CompressedBytes = DeflateSize.OfZeroPage,
        });
    }

    /// <summary>Goes through the whole trace.</summary>
    public PageContents Run()
    {
        int[] changeOfRecord = new int[_trace.WriteCount];
        ReadOnlySpan<TraceWrite> writes = _trace.AllWrites;
        for (int record = 0; record < writes.Length; record++)
        {
            changeOfRecord[record] = Follow(writes[record], record);
        }

        return new PageContents(changeOfRecord, [.. _changes], [.. _starts], [.. _pool]);
    }

    private int Follow(in TraceWrite write, int record)
    {
        int from = _nodeOfPage[write.Page];
        if (!write.HasContent)
        {
            return Silent;
        }

        bool isKnown = _nodeOfHash.TryGetValue(write.Hash, out int to);
        if (isKnown && to == from)
        {
            return Silent;
        }

        int change = !isKnown
            ? from == ZeroNode && IsWhole(write) ? Begin(write) : Change(write, from, record)
            : Return(write, from, to);
        _nodeOfPage[write.Page] = _nodeOfHash[write.Hash];
        if (change == BecomesZero)
        {
            _pages[write.Page]?.AsSpan().Clear();
        }
        else if (change <= FirstStart && _pages[write.Page] is { } page)
        {
            _starts[FirstStart - change].Fill(page);
        }

        return change;
    }

    /// <summary>A content that follows from nothing.</summary>
    private int Begin(in TraceWrite write)
    {
        PageStart start = PageStart.Of(write.Hash, write.ChangedBytes, write.PageBytes);
        int change = FirstStart - _starts.Count;
        _starts.Add(start);
        AddNode(write.Hash, new ContentNode
        {
            Parent = ZeroNode,
            Change = change,
            Kept = -1,
            ZoneStart = start.ZoneStart,
            ZoneEnd = start.ZoneEnd,
        });
        return change;
    }

    /// <summary>Whether a page that was zero is filled rather than touched here and there.</summary>
    private static bool IsWhole(in TraceWrite write) =>
        (write.Flags & TraceWriteFlags.First) != 0
            || write.XbzrleBytes - write.ChangedBytes <= write.ChangedBytes / 16;

    /// <summary>A new content that follows from another.</summary>
    private int Change(in TraceWrite write, int from, int record)
    {
        byte[] page = BytesOf(write.Page, from);
        ContentNode before = _nodes[from];
        if (before.CompressedBytes == 0)
        {
            before.CompressedBytes = (ushort)_size.Of(page);
            CollectionsMarshal.AsSpan(_nodes)[from].CompressedBytes = before.CompressedBytes;
        }

        int wanted = write.PageBytes - before.CompressedBytes;
        int zone = Math.Abs(wanted) * 128 <= write.PageBytes ? 0 : wanted;
        uint seed = ((uint)record * 2654435761u) ^ (uint)write.Hash;
        uint layoutSeed = (uint)write.Page * 2246822519u;
        if (from == ZeroNode)
        {
            // A zero between random bytes is as dear as they are: the zone may be wider than what changes.
            int runs = Math.Max((write.XbzrleBytes - write.ChangedBytes) / 2, 1);
            int wide = Math.Max(write.ChangedBytes + runs, write.PageBytes - DeflateSize.OfZeroPage);
            wide = Math.Min(wide, 2 * write.PageBytes);
            before.ZoneEnd = (ushort)Math.Min(before.ZoneStart + wide, PageSizeBytes);
            zone = 0;
        }

        PageChange change = Meet(write, before, page, zone, seed, layoutSeed, out int size);
        for (int again = 1; again <= MostRedraws && !_fingerprints.Add(Fingerprint(_attempt)); again++)
        {
            change = Meet(write, before, page, zone, seed + (uint)again, layoutSeed + (uint)again, out size);
        }

        _attempt.AsSpan().CopyTo(page);
        int index = _changes.Count;
        _changes.Add(change);
        bool isKept = before.Depth + 1 >= KeepEvery;
        int to = AddNode(write.Hash, new ContentNode
        {
            Parent = from,
            Change = index,
            Depth = isKept ? 0 : before.Depth + 1,
            Kept = isKept ? _kept.Count : -1,
            ZoneStart = before.ZoneStart,
            ZoneEnd = (ushort)(before.ZoneEnd + change.Zone),
            CompressedBytes = (ushort)size,
        });
        if (isKept)
        {
            _kept.Add(page.AsSpan().ToArray());
        }

        _edges[(from, to)] = index;
        return index;
    }

    /// <summary>
    /// Plans a change, once more if the page's compressed size came out wrong; leaves the result in the
    /// attempt.
    /// </summary>
    private PageChange Meet(
        in TraceWrite write, in ContentNode before, byte[] page, int zone, uint seed, uint layoutSeed,
            out int size)
    {
        PageChange change = _planner.Plan(write, before.ZoneStart, before.ZoneEnd, zone, seed, layoutSeed);
        size = Try(change, page, before.CompressedBytes);
        int miss = write.PageBytes - size;
        if (Math.Abs(miss) * 64 <= write.PageBytes)
        {
            return change;
        }

        PageChange other = _planner.Plan(
            write, before.ZoneStart, before.ZoneEnd, zone + miss, seed, layoutSeed);
        int otherSize = Try(other, page, before.CompressedBytes);
        if (Math.Abs(write.PageBytes - otherSize) < Math.Abs(miss))
        {
            size = otherSize;
            return other;
        }

        Try(change, page, before.CompressedBytes);
        return change;
    }

    /// <summary>Tells contents apart, so that different hashes get different contents.</summary>
    private static ulong Fingerprint(ReadOnlySpan<byte> page)
    {
        ulong sum = 0;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(page))
        {
            sum = (BitOperations.RotateLeft(sum, 23) ^ word) * 0x9e3779b97f4a7c15;
        }

        return sum;
    }

    /// <summary>A content that has occurred before.</summary>
    private int Return(in TraceWrite write, int from, int to)
    {
        if (to == ZeroNode)
        {
            return BecomesZero;
        }

        if (from == ZeroNode && _nodes[to].Change <= FirstStart)
        {
            return _nodes[to].Change;
        }

        byte[] page = BytesOf(write.Page, from);
        if (_edges.TryGetValue((from, to), out int change))
        {
            PageContents.Apply(_changes[change], page, CollectionsMarshal.AsSpan(_pool), _layout);
            return change;
        }

        Materialize(to, _attempt);
        change = _changes.Count;
        _changes.Add(new PageChange { Kind = PageChangeKind.Explicit, PoolOffset = _pool.Count });
        XorRuns.Append(_pool, page, _attempt);
        _edges[(from, to)] = change;
        _attempt.AsSpan().CopyTo(page);
        return change;
    }

    /// <summary>Puts a change onto a copy of a page and tells its compressed size.</summary>
    private int Try(in PageChange change, byte[] page, int sizeBefore)
    {
        page.AsSpan().CopyTo(_attempt);
        _layout.Apply(change, _attempt);
        bool isSlight = !change.IsDear || change.ZoneBytes * SlightShare < sizeBefore;
        bool staysInZone = change.Zone == 0 && change.TailRuns == 0 && change.CopyRuns == 0;
        bool keepsSize = staysInZone && isSlight && sizeBefore > DeflateSize.OfZeroPage;
        return keepsSize ? sizeBefore : _size.Of(_attempt);
    }

    private int AddNode(ulong hash, in ContentNode node)
    {
        int number = _nodes.Count;
        _nodes.Add(node);
        _nodeOfHash[hash] = number;
        return number;
    }

    private byte[] BytesOf(int page, int node)
    {
        if (_pages[page] is { } bytes)
        {
            return bytes;
        }

        bytes = _pages[page] = new byte[PageSizeBytes];
        Materialize(node, bytes);
        return bytes;
    }

    /// <summary>Makes the bytes of a content from its nearest kept copy or its start.</summary>
    private void Materialize(int node, Span<byte> bytes)
    {
        ContentNode content = _nodes[node];
        if (content.Kept >= 0)
        {
            _kept[content.Kept].AsSpan().CopyTo(bytes);
        }
        else if (content.Change == BecomesZero)
        {
            bytes.Clear();
        }
        else if (content.Change <= FirstStart)
        {
            _starts[FirstStart - content.Change].Fill(bytes);
        }
        else
        {
            Materialize(content.Parent, bytes);
            PageContents.Apply(_changes[content.Change], bytes, CollectionsMarshal.AsSpan(_pool), _layout);
        }
    }
}
