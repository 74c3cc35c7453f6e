namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>Flows by a time, earliest first, the older flow first among equals.</summary>
/// <remarks>
/// A flow whose time grows stays where it is until it comes up: <see cref="Flow.HeapTime"/> is then a bound
/// from below. So a packet of a known flow does not touch the heap.
/// </remarks>
internal sealed class FlowHeap
{
    private Flow[] _flows = new Flow[16];

    /// <summary>How many flows.</summary>
    public int Count { get; private set; }

    /// <summary>The flow with the earliest <see cref="Flow.HeapTime"/>; null when empty.</summary>
    public Flow? First => Count == 0 ? null : _flows[0];

    /// <summary>Adds a flow that is in no heap.</summary>
    public void Add(Flow flow, long time)
    {
        if (Count == _flows.Length)
        {
            Array.Resize(ref _flows, 2 * Count);
        }

        flow.Heap = this;
        flow.HeapTime = time;
        SiftUp(Count++, flow);
    }

    /// <summary>Removes a flow that is in this heap.</summary>
    public void Remove(Flow flow)
    {
        flow.Heap = null;
        Flow last = _flows[--Count];
        _flows[Count] = null!;
        if (!ReferenceEquals(last, flow))
        {
            SiftUp(flow.HeapIndex, last);
            SiftDown(last.HeapIndex, last);
        }
    }

    /// <summary>Puts a flow of this heap where a time belongs.</summary>
    public void Move(Flow flow, long time)
    {
        bool earlier = time < flow.HeapTime;
        flow.HeapTime = time;
        if (earlier)
        {
            SiftUp(flow.HeapIndex, flow);
        }
        else
        {
            SiftDown(flow.HeapIndex, flow);
        }
    }

    private static bool Precedes(Flow left, Flow right) => left.HeapTime != right.HeapTime
        ? left.HeapTime < right.HeapTime
        : left.Serial < right.Serial;

    private void SiftUp(int index, Flow flow)
    {
        while (index > 0 && Precedes(flow, _flows[(index - 1) / 2]))
        {
            Place(index, _flows[(index - 1) / 2]);
            index = (index - 1) / 2;
        }

        Place(index, flow);
    }

    private void SiftDown(int index, Flow flow)
    {
        while ((2 * index) + 1 < Count)
        {
            int child = (2 * index) + 1;
            if (child + 1 < Count && Precedes(_flows[child + 1], _flows[child]))
            {
                child++;
            }

            if (!Precedes(_flows[child], flow))
            {
                break;
            }

            Place(index, _flows[child]);
            index = child;
        }

        Place(index, flow);
    }

    private void Place(int index, Flow flow)
    {
        _flows[index] = flow;
        flow.HeapIndex = index;
    }
}
