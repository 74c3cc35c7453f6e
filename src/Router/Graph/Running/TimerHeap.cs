using Xia.Kernel.Time;

namespace Xia.Router.Graph.Running;

/// <summary>
/// The running timers of a graph, earliest first; equal deadlines in the order in which they were set.
/// </summary>
internal sealed class TimerHeap
{
    private RouterTimer[] _heap = new RouterTimer[16];
    private int _count;
    private long _sequence;

    public Instant? Earliest => _count == 0 ? null : _heap[0].Deadline;

    public long TakeSequence() => _sequence++;

    public void Add(RouterTimer timer)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _count * 2);
        }

        SiftUp(_count++, timer);
    }

    public void Remove(RouterTimer timer)
    {
        int index = timer.HeapIndex;
        if (index < 0)
        {
            return;
        }

        timer.HeapIndex = -1;
        RouterTimer last = _heap[--_count];
        _heap[_count] = null!;
        if (!ReferenceEquals(last, timer))
        {
            SiftUp(index, last);
            SiftDown(last.HeapIndex, last);
        }
    }

    /// <summary>Takes the earliest timer off when it is due.</summary>
    public RouterTimer? TakeDue(Instant now)
    {
        if (_count == 0 || _heap[0].Deadline > now)
        {
            return null;
        }

        RouterTimer timer = _heap[0];
        Remove(timer);
        return timer;
    }

    private static bool Precedes(RouterTimer left, RouterTimer right) =>
        left.Deadline < right.Deadline
        || (left.Deadline == right.Deadline && left.Sequence < right.Sequence);

    private void SiftUp(int index, RouterTimer timer)
    {
        while (index > 0 && Precedes(timer, _heap[(index - 1) / 2]))
        {
            Place(index, _heap[(index - 1) / 2]);
            index = (index - 1) / 2;
        }

        Place(index, timer);
    }

    private void SiftDown(int index, RouterTimer timer)
    {
        while ((2 * index) + 1 < _count)
        {
            int child = (2 * index) + 1;
            if (child + 1 < _count && Precedes(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!Precedes(_heap[child], timer))
            {
                break;
            }

            Place(index, _heap[child]);
            index = child;
        }

        Place(index, timer);
    }

    private void Place(int index, RouterTimer timer)
    {
        _heap[index] = timer;
        timer.HeapIndex = index;
    }
}
