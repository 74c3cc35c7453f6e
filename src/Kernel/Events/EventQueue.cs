using System.Numerics;
using Xia.Kernel.Time;

namespace Xia.Kernel.Events;

/// <summary>
/// All events to come of a run in virtual time, in their total order; the emulator's inner loop.
/// </summary>
/// <remarks>
/// <para>
/// Three stores by distance: a small heap for the slice of time that is being worked off, a wheel of slices
/// for what comes soon, a heap for what comes later. The stores hold unequal slices of one order, so they
/// decide about speed only. The width of a slice follows the mean distance of the events that were popped
/// lately, as in a calendar queue (Brown, "Calendar queues", CACM 31(10), 1988), and a burst at one instant
/// costs no more than a heap would.
/// </para>
/// <para>
/// An event cannot be taken back. Whoever no longer wants one lets it come and ignores it: its target keeps a
/// generation, puts it into <see cref="Event.Argument"/> and compares.
/// </para>
/// <para>
/// Keys are unique, since each node numbers its events; two equal ones that are pending together are found
/// when the second is popped.
/// </para>
/// </remarks>
public sealed class EventQueue
{
    /// <summary>The most events that wait unless the constructor is told otherwise: 2²⁴.</summary>
    public const int DefaultMaximumCount = 1 << 24;

    private const int LeastBucketCount = 1024;
    private const int MostBucketCount = 1 << 16;
    private const int LeastPopsPerReview = 4096;
    private const int FirstWidthLog2 = 10;

    private readonly EventHeap _near = new();
    private readonly EventHeap _far = new();
    private readonly int _maximumCount;
    private EventWheel _wheel = new(LeastBucketCount, FirstWidthLog2, -1);
    private Instant _now = new(long.MinValue);
    private ulong _lastOrder;
    private Instant _reviewedAt;
    private int _popsUntilReview = LeastPopsPerReview;
    private int _popsPerReview = LeastPopsPerReview;

    /// <summary>An empty queue.</summary>
    /// <param name="maximumCount">The most events that wait.</param>
    public EventQueue(int maximumCount = DefaultMaximumCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumCount);
        _maximumCount = maximumCount;
    }

    /// <summary>How many events wait.</summary>
    public int Count => _near.Count + _wheel.Count + _far.Count;

    /// <summary>Adds an event.</summary>
    /// <exception cref="InvalidOperationException">
    /// It lies before the last one popped, or the queue is full.
    /// </exception>
    public void Push(in Event added)
    {
        if (added.At < _now)
        {
            throw new InvalidOperationException(
                $"Time runs backward: an event at {added.At} was pushed at {_now}.");
        }

        if (Count == _maximumCount)
        {
            throw new InvalidOperationException($"More than {_maximumCount} events are waiting.");
        }

        long slice = _wheel.SliceOf(added);
        if (_wheel.Covers(slice))
        {
            _wheel.Push(added, slice);
        }
        else
        {
            (slice <= _wheel.Current ? _near : _far).Push(added);
        }
    }

    /// <summary>Says when the next event happens, if there is one.</summary>
    public bool TryPeek(out Instant at)
    {
        if (_near.Count == 0 && !TryRefill())
        {
            at = Instant.MaxValue;
            return false;
        }

        at = _near.Least.At;
        return true;
    }

    /// <summary>Shows the next event without taking it, if there is one.</summary>
    public bool TryPeek(out Event next)
    {
        bool exists = _near.Count > 0 || TryRefill();
        next = exists ? _near.Least : default;
        return exists;
    }

    /// <summary>Takes the next event, if there is one.</summary>
    public bool TryPop(out Event next)
    {
        if (_near.Count == 0 && !TryRefill())
        {
            next = default;
            return false;
        }

        next = _near.Pop();
        if (next.Order == _lastOrder && next.At == _now)
        {
            throw new InvalidOperationException(
                $"Two events have one key: {next.At}, kind {next.Kind}, node {next.Node}, "
                + $"number {next.Sequence}.");
        }

        _now = next.At;
        _lastOrder = next.Order;
        if (--_popsUntilReview == 0)
        {
            Review();
        }

        return true;
    }

    /// <summary>Moves the next slice that holds events to the front; false when nothing waits.</summary>
    private bool TryRefill()
    {
        if (_wheel.Count == 0)
        {
            if (_far.Count == 0)
            {
                return false;
            }

            // The window starts so that the least event of all comes to lie in it.
            _wheel.Restart(_wheel.SliceOf(_far.Least) - 1);
        }

        while (_far.Count > 0 && _wheel.SliceOf(_far.Least) is var slice && _wheel.Covers(slice))
        {
            _wheel.Push(_far.Pop(), slice);
        }

        _wheel.TakeNextInto(_near);
        return true;
    }

    /// <summary>
    /// Fits the slices to the distance of events: one or two in each, and a window that holds most of all.
    /// </summary>
    private void Review()
    {
        // The first review counts from the epoch; the second corrects what that got wrong.
        long gap = Math.Max(1, (_now.Nanoseconds - _reviewedAt.Nanoseconds) / _popsPerReview);
        long wanted = Math.Clamp(4L * Count, LeastBucketCount, MostBucketCount);
        int bucketCount = (int)BitOperations.RoundUpToPowerOf2((uint)wanted);
        long width = Math.Max(gap, (long)Int128.Min(long.MaxValue, (Int128)4 * Count * gap / bucketCount));
        int widthLog2 = BitOperations.Log2((ulong)width) + 1;
        if (Math.Abs(widthLog2 - _wheel.WidthLog2) > 1 || bucketCount > 2 * _wheel.BucketCount)
        {
            Rebuild(Math.Max(bucketCount, _wheel.BucketCount), widthLog2);
        }

        _reviewedAt = _now;
        _popsPerReview = Math.Max(LeastPopsPerReview, 2 * Count);
        _popsUntilReview = _popsPerReview;
    }

    private void Rebuild(int bucketCount, int widthLog2)
    {
        EventHeap all = _far;
        _wheel.TakeAllInto(all);
        while (_near.Count > 0)
        {
            all.Push(_near.Pop());
        }

        _wheel = new EventWheel(bucketCount, widthLog2, (_now.Nanoseconds >> widthLog2) - 1);
    }
}
