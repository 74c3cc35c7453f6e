namespace Xia.Transport.Streams;

/// <summary>
/// Which bytes beyond a gap have arrived: disjoint ranges of offsets in rising order, bounded in number.
/// </summary>
/// <remarks>
/// <code>
/// next      [start, end)        [start, end)
///   |··gap··|##########|··gap··|###|
/// </code>
/// </remarks>
internal sealed class OffsetRanges(int maximumCount)
{
    private const int FirstCapacity = 8;

    private (long Start, long End)[] _ranges = [];
    private int _count;

    /// <summary>How many ranges there are.</summary>
    public int Count => _count;

    /// <summary>One of them, in rising order.</summary>
    public (long Start, long End) this[int index] => _ranges[index];

    /// <summary>Adds a range, merging what touches; false if that would make one range too many.</summary>
    public bool TryAdd(long start, long end)
    {
        // Ranges [first, last) touch or overlap the new one and become one with it.
        int first = 0;
        while (first < _count && _ranges[first].End < start)
        {
            first++;
        }

        int last = first;
        while (last < _count && _ranges[last].Start <= end)
        {
            last++;
        }

        if (first == last)
        {
            return TryInsert(first, start, end);
        }

        _ranges[first] = (Math.Min(start, _ranges[first].Start), Math.Max(end, _ranges[last - 1].End));
        Array.Copy(_ranges, last, _ranges, first + 1, _count - last);
        _count -= last - first - 1;
        return true;
    }

    /// <summary>
    /// Takes out what follows on <paramref name="next"/> without a gap and returns where the next gap starts.
    /// </summary>
    public long Absorb(long next)
    {
        int taken = 0;
        while (taken < _count && _ranges[taken].Start <= next)
        {
            next = Math.Max(next, _ranges[taken].End);
            taken++;
        }

        if (taken > 0)
        {
            _count -= taken;
            Array.Copy(_ranges, taken, _ranges, 0, _count);
        }

        return next;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _count = 0;

    private bool TryInsert(int index, long start, long end)
    {
        if (_count == maximumCount)
        {
            return false;
        }

        if (_count == _ranges.Length)
        {
            Array.Resize(ref _ranges, Math.Min(maximumCount, Math.Max(FirstCapacity, 2 * _count)));
        }

        Array.Copy(_ranges, index, _ranges, index + 1, _count - index);
        _ranges[index] = (start, end);
        _count++;
        return true;
    }
}
