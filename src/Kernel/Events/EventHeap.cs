using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Xia.Kernel.Events;

/// <summary>
/// Events as a heap in which every event has four children: the least is in front, at any count.
/// </summary>
/// <remarks>
/// The children of the event at index <c>i</c> are at <c>4i + 1</c> to <c>4i + 4</c>, and none is before its
/// parent:
/// <code>
///               0
///      1     2     3     4
///   5 6 7 8  9 …
/// </code>
/// </remarks>
internal sealed class EventHeap
{
    private const int Arity = 4;

    private Event[] _events = new Event[64];
    private int _count;

    /// <summary>How many events it holds.</summary>
    public int Count => _count;

    /// <summary>The least event; there is one.</summary>
    public ref readonly Event Least => ref _events[0];

    /// <summary>Adds an event.</summary>
    public void Push(in Event added)
    {
        if (_count == _events.Length)
        {
            Array.Resize(ref _events, 2 * _events.Length);
        }

        ref Event first = ref MemoryMarshal.GetArrayDataReference(_events);
        int index = _count++;
        while (index > 0)
        {
            int parent = (index - 1) / Arity;
            ref Event above = ref Unsafe.Add(ref first, parent);
            if (!added.IsBefore(above))
            {
                break;
            }

            Unsafe.Add(ref first, index) = above;
            index = parent;
        }

        Unsafe.Add(ref first, index) = added;
    }

    /// <summary>Takes the least event; there is one.</summary>
    public Event Pop()
    {
        ref Event first = ref MemoryMarshal.GetArrayDataReference(_events);
        Event least = first;
        _count--;
        if (_count > 0)
        {
            SiftDown(Unsafe.Add(ref first, _count));
        }

        return least;
    }

    /// <summary>Puts an event where the least was and lets it sink to its place.</summary>
    private void SiftDown(Event sinking)
    {
        ref Event first = ref MemoryMarshal.GetArrayDataReference(_events);
        int index = 0;
        for (int child = 1; child < _count; child = (Arity * index) + 1)
        {
            int least = child + LeastOf(ref Unsafe.Add(ref first, child), Math.Min(Arity, _count - child));
            ref Event below = ref Unsafe.Add(ref first, least);
            if (!below.IsBefore(sinking))
            {
                break;
            }

            Unsafe.Add(ref first, index) = below;
            index = least;
        }

        Unsafe.Add(ref first, index) = sinking;
    }

    private static int LeastOf(ref Event children, int count)
    {
        if (count == Arity)
        {
            int left = Unsafe.Add(ref children, 1).IsBefore(children) ? 1 : 0;
            int right = Unsafe.Add(ref children, 3).IsBefore(Unsafe.Add(ref children, 2)) ? 3 : 2;
            return Unsafe.Add(ref children, right).IsBefore(Unsafe.Add(ref children, left)) ? right : left;
        }

        int least = 0;
        for (int i = 1; i < count; i++)
        {
            if (Unsafe.Add(ref children, i).IsBefore(Unsafe.Add(ref children, least)))
            {
                least = i;
            }
        }

        return least;
    }
}
