using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.Time;

namespace Xia.Transport.Streams;

/// <summary>
/// The deadlines of many streams: a binary heap by time, then number, in which each knows its place.
/// </summary>
internal sealed class DeadlineHeap
{
    private const int FirstCapacity = 16;
    private const int Nowhere = -1;

    private StreamEndpoint[] _heap = new StreamEndpoint[FirstCapacity];
    private int _count;

    /// <summary>The earliest deadline.</summary>
    public Instant? Next => _count == 0 ? null : _heap[0].TimerAt;

    /// <summary>Sets, moves or removes a stream's deadline.</summary>
    public void Set(StreamEndpoint endpoint, Instant? at)
    {
        int index = endpoint.TimerIndex;
        if (at is not { } deadline)
        {
            if (index != Nowhere)
            {
                RemoveAt(index);
            }

            return;
        }

        if (index == Nowhere)
        {
            if (_count == _heap.Length)
            {
                Array.Resize(ref _heap, 2 * _count);
            }

            endpoint.TimerAt = deadline;
            _count++;
            Up(_count - 1, endpoint);
        }
        else if (endpoint.TimerAt != deadline)
        {
            bool isEarlier = deadline < endpoint.TimerAt;
            endpoint.TimerAt = deadline;
            if (isEarlier)
            {
                Up(index, endpoint);
            }
            else
            {
                Down(index, endpoint);
            }
        }
    }

    /// <summary>Takes out the earliest, if it is due.</summary>
    public bool TryTakeDue(Instant now, [NotNullWhen(true)] out StreamEndpoint? endpoint)
    {
        if (_count == 0 || _heap[0].TimerAt > now)
        {
            endpoint = null;
            return false;
        }

        endpoint = _heap[0];
        RemoveAt(0);
        return true;
    }

    private static bool IsBefore(StreamEndpoint left, StreamEndpoint right) =>
        left.TimerAt < right.TimerAt || (left.TimerAt == right.TimerAt && left.Id < right.Id);

    private void RemoveAt(int index)
    {
        _heap[index].TimerIndex = Nowhere;
        StreamEndpoint last = _heap[--_count];
        _heap[_count] = null!;
        if (index == _count)
        {
            return;
        }

        if (index > 0 && IsBefore(last, _heap[(index - 1) / 2]))
        {
            Up(index, last);
        }
        else
        {
            Down(index, last);
        }
    }

    private void Up(int index, StreamEndpoint endpoint)
    {
        while (index > 0 && IsBefore(endpoint, _heap[(index - 1) / 2]))
        {
            Put(index, _heap[(index - 1) / 2]);
            index = (index - 1) / 2;
        }

        Put(index, endpoint);
    }

    private void Down(int index, StreamEndpoint endpoint)
    {
        while ((2 * index) + 1 < _count)
        {
            int child = (2 * index) + 1;
            if (child + 1 < _count && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsBefore(_heap[child], endpoint))
            {
                break;
            }

            Put(index, _heap[child]);
            index = child;
        }

        Put(index, endpoint);
    }

    private void Put(int index, StreamEndpoint endpoint)
    {
        _heap[index] = endpoint;
        endpoint.TimerIndex = index;
    }
}
