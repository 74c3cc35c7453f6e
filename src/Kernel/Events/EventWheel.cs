using System.Numerics;

namespace Xia.Kernel.Events;

/// <summary>
/// Events of a window of time, thrown into as many equal slices as there are buckets, unsorted within.
/// </summary>
/// <remarks>
/// Slice <c>s</c> covers the nanoseconds from <c>s × width</c> to <c>(s + 1) × width − 1</c>, width a power
/// of two. The window is the slices after the current one; a slice's bucket is its number modulo the number
/// of buckets:
/// <code>
///   slices  … 1021 [1022] 1023 1024 1025 …     current = 1022, 1024 buckets
///   bucket              1023    0    1          a bit per bucket says whether it holds anything
/// </code>
/// A bucket is a list through an array of entries, which are used again.
/// </remarks>
internal sealed class EventWheel
{
    private const int None = -1;

    private readonly int _widthLog2;
    private readonly int[] _heads;
    private readonly ulong[] _used;
    private Entry[] _entries = new Entry[64];
    private int _free = None;
    private int _touched;

    /// <summary>An empty wheel.</summary>
    /// <param name="bucketCount">A power of two, at least 64.</param>
    /// <param name="widthLog2">How many nanoseconds a slice covers, as a power of two.</param>
    /// <param name="current">The slice before the window.</param>
    public EventWheel(int bucketCount, int widthLog2, long current)
    {
        _widthLog2 = widthLog2;
        _heads = new int[bucketCount];
        _heads.AsSpan().Fill(None);
        _used = new ulong[bucketCount / 64];
        Current = current;
    }

    /// <summary>How many buckets there are.</summary>
    public int BucketCount => _heads.Length;

    /// <summary>How many nanoseconds a slice covers, as a power of two.</summary>
    public int WidthLog2 => _widthLog2;

    /// <summary>The slice before the window.</summary>
    public long Current { get; private set; }

    /// <summary>How many events it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The slice of an event.</summary>
    public long SliceOf(in Event any) => any.At.Nanoseconds >> _widthLog2;

    /// <summary>Whether a slice lies in the window.</summary>
    public bool Covers(long slice) => (ulong)(slice - Current - 1) < (ulong)(_heads.Length - 1);

    /// <summary>Adds an event of a slice that lies in the window.</summary>
    public void Push(in Event added, long slice)
    {
        int index = _free;
        if (index == None)
        {
            if (_touched == _entries.Length)
            {
                Array.Resize(ref _entries, 2 * _entries.Length);
            }

            index = _touched++;
        }
        else
        {
            _free = _entries[index].Next;
        }

        int bucket = (int)slice & (_heads.Length - 1);
        ref Entry entry = ref _entries[index];
        entry.Event = added;
        entry.Next = _heads[bucket];
        _heads[bucket] = index;
        _used[bucket >> 6] |= 1UL << (bucket & 63);
        Count++;
    }

    /// <summary>
    /// Makes the first slice that holds anything the current one and moves its events out; there is one.
    /// </summary>
    public void TakeNextInto(EventHeap near)
    {
        int bucket = NextUsed((int)(Current + 1) & (_heads.Length - 1));
        Current += 1 + ((bucket - (int)(Current + 1)) & (_heads.Length - 1));
        Empty(bucket, near);
    }

    /// <summary>Moves every event out, in no order.</summary>
    public void TakeAllInto(EventHeap heap)
    {
        for (int bucket = 0; Count > 0; bucket++)
        {
            Empty(bucket, heap);
        }
    }

    /// <summary>Moves the window so that it starts behind a slice; the wheel is empty.</summary>
    public void Restart(long current) => Current = current;

    private void Empty(int bucket, EventHeap destination)
    {
        int index = _heads[bucket];
        while (index != None)
        {
            ref Entry entry = ref _entries[index];
            destination.Push(entry.Event);
            int next = entry.Next;
            entry.Next = _free;
            _free = index;
            index = next;
            Count--;
        }

        _heads[bucket] = None;
        _used[bucket >> 6] &= ~(1UL << (bucket & 63));
    }

    /// <summary>The first bucket that holds anything, from one on and round; there is one.</summary>
    private int NextUsed(int from)
    {
        int word = from >> 6;
        ulong rest = _used[word] & (ulong.MaxValue << (from & 63));
        if (rest == 0)
        {
            int ahead = _used.AsSpan(word + 1).IndexOfAnyExcept(0UL);
            word = ahead >= 0 ? word + 1 + ahead : _used.AsSpan().IndexOfAnyExcept(0UL);
            rest = _used[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(rest);
    }

    private struct Entry
    {
        public Event Event;
        public int Next;
    }
}
