using System.Buffers.Binary;
using System.Security.Cryptography;
using Xia.Kernel.Collections;
using Xia.Migration.Machines;

namespace Xia.Migration.Coding;

/// <summary>
/// The SHA-256 of a whole memory, kept up to date page by page, so that little is left to hash at the end.
/// </summary>
/// <remarks>
/// <code>
/// root     = SHA-256("xia.memory/1" ‖ page count (u64) ‖ top node)
/// level 2      [ node ] …                node = SHA-256(its up to 64 children, 32 bytes each)
///             ╱   …   ╲
/// level 1   [ node ] … [ node ] …
///          ╱  …  ╲
/// level 0 [page] … [page] …              page = SHA-256(4096 bytes), or 32 zero bytes for a page of zeroes
/// </code>
/// Levels are added until one node is left. The shape follows from the page count, which the root covers, so
/// no node can stand for one of another level. A page that changed costs its own hash when it is sent, and
/// <see cref="WriteRoot"/> costs its ancestors, once however many of their pages changed.
/// </remarks>
internal sealed class MemoryDigest
{
    /// <summary>The length of every digest.</summary>
    public const int LengthBytes = SHA256.HashSizeInBytes;

    private const int Fanout = 64;

    private readonly int _pageCount;
    private readonly List<byte[]> _levels = [];
    private readonly List<PageBitmap> _stale = [];

    /// <summary>The digest of a memory of zeroes.</summary>
    public MemoryDigest(int pageCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageCount);
        _pageCount = pageCount;
        _levels.Add(new byte[pageCount * LengthBytes]);
        for (int count = pageCount; count > 1;)
        {
            count = (count + Fanout - 1) / Fanout;
            _levels.Add(new byte[count * LengthBytes]);
            PageBitmap stale = new(count);
            stale.SetAll();
            _stale.Add(stale);
        }
    }

    private static ReadOnlySpan<byte> Label => "xia.memory/1"u8;

    /// <summary>
    /// How many bytes <see cref="WriteRoot"/> would hash now, for the charge; an upper bound.
    /// </summary>
    public long PendingBytes
    {
        get
        {
            long nodes = 0;
            for (int level = 0; level < _stale.Count; level++)
            {
                nodes += Math.Min(_stale[level].PageCount, _stale[0].Count());
            }

            return (nodes * Fanout * LengthBytes) + Label.Length + sizeof(ulong) + LengthBytes;
        }
    }

    /// <summary>The page now has this content.</summary>
    public void SetPage(int page, ReadOnlySpan<byte> content)
    {
        SHA256.HashData(content[..IGuestMemory.PageSizeBytes], Node(0, page));
        MarkStale(page);
    }

    /// <summary>The pages are now zero.</summary>
    public void SetZero(int firstPage, int pageCount)
    {
        for (int page = firstPage; page < firstPage + pageCount; page++)
        {
            Node(0, page).Clear();
            MarkStale(page);
        }
    }

    /// <summary>Brings the tree up to date and writes the digest of the whole memory.</summary>
    public void WriteRoot(Span<byte> destination)
    {
        for (int level = 0; level < _stale.Count; level++)
        {
            UpdateAbove(level);
        }

        Span<byte> input = stackalloc byte[Label.Length + sizeof(ulong) + LengthBytes];
        Label.CopyTo(input);
        BinaryPrimitives.WriteUInt64BigEndian(input[Label.Length..], (ulong)_pageCount);
        Node(_levels.Count - 1, 0).CopyTo(input[(Label.Length + sizeof(ulong))..]);
        SHA256.HashData(input, destination);
    }

    private void UpdateAbove(int level)
    {
        PageBitmap stale = _stale[level];
        byte[] children = _levels[level];
        for (int node = stale.NextSet(0); node >= 0; node = stale.NextSet(node + 1))
        {
            int start = node * Fanout * LengthBytes;
            int lengthBytes = Math.Min(Fanout * LengthBytes, children.Length - start);
            SHA256.HashData(children.AsSpan(start, lengthBytes), Node(level + 1, node));
            if (level + 1 < _stale.Count)
            {
                _stale[level + 1].Set(node / Fanout);
            }
        }

        stale.ClearAll();
    }

    private void MarkStale(int page)
    {
        if (_stale.Count > 0)
        {
            _stale[0].Set(page / Fanout);
        }
    }

    private Span<byte> Node(int level, int index) => _levels[level].AsSpan(index * LengthBytes, LengthBytes);
}
