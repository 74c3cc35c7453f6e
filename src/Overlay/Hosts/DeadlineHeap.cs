using System.Diagnostics;
using Xia.Kernel.Time;

namespace Xia.Overlay.Hosts;

/// <summary>Holders by their deadline, earliest first and then by ordinal; each at most once.</summary>
/// <remarks>
/// A binary heap whose items know their place, so that a deadline moves in O(log n) without a search.
/// </remarks>
internal sealed class DeadlineHeap<T>
    where T : class, IDeadlineHolder
{
    private (Instant Deadline, T Holder)[] _items = new (Instant, T)[16];
    private int _count;

    /// <summary>The earliest deadline, or null.</summary>
    public Instant? Earliest => _count == 0 ? null : _items[0].Deadline;

    /// <summary>Sets, moves or (by null) takes away the deadline of a holder.</summary>
    public void Set(T holder, Instant? deadline)
    {
        int index = holder.HeapIndex;
        if (deadline is not { } due)
        {
            Remove(holder);
            return;
        }

        if (index >= 0)
        {
            Debug.Assert(ReferenceEquals(_items[index].Holder, holder), "A holder stands where it says.");
            if (_items[index].Deadline == due)
            {
                return;
            }

            _items[index].Deadline = due;
            SiftDown(SiftUp(index));
            return;
        }

        if (_count == _items.Length)
        {
            Array.Resize(ref _items, 2 * _count);
        }

        _items[_count] = (due, holder);
        holder.HeapIndex = _count;
        SiftUp(_count++);
    }

    /// <summary>Takes out the holder with the earliest deadline if that is due.</summary>
    public bool TryTakeDue(Instant now, out T? holder)
    {
        if (_count == 0 || _items[0].Deadline > now)
        {
            holder = null;
            return false;
        }

        holder = _items[0].Holder;
        Remove(holder);
        return true;
    }

    private void Remove(T holder)
    {
        int index = holder.HeapIndex;
        if (index < 0)
        {
            return;
        }

        holder.HeapIndex = -1;
        _count--;
        if (index < _count)
        {
            Place(index, _items[_count]);
            _items[_count] = default;
            SiftDown(SiftUp(index));
        }
        else
        {
            _items[index] = default;
        }
    }

    private int SiftUp(int index)
    {
        (Instant Deadline, T Holder) item = _items[index];
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!IsBefore(item, _items[parent]))
            {
                break;
            }

            Place(index, _items[parent]);
            index = parent;
        }

        Place(index, item);
        return index;
    }

    private void SiftDown(int index)
    {
        (Instant Deadline, T Holder) item = _items[index];
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && IsBefore(_items[child + 1], _items[child]))
            {
                child++;
            }

            if (!IsBefore(_items[child], item))
            {
                break;
            }

            Place(index, _items[child]);
            index = child;
        }

        Place(index, item);
    }

    private void Place(int index, (Instant Deadline, T Holder) item)
    {
        _items[index] = item;
        item.Holder.HeapIndex = index;
    }

    private static bool IsBefore((Instant Deadline, T Holder) left, (Instant Deadline, T Holder) right) =>
        left.Deadline < right.Deadline
        || (left.Deadline == right.Deadline && left.Holder.Ordinal < right.Holder.Ordinal);
}
