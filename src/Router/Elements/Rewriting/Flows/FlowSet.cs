namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>
/// The flows that share one capacity, those of one rewriter or of several, and the order in which they go.
/// </summary>
/// <remarks>
/// <code>
/// new flow → guaranteed → (guarantee over) → best effort → (silent too long, or its place is needed) → gone
///                ↑                               │
///                └────────── packet ─────────────┘
/// </code>
/// When the set is full, the best-effort flow that would expire first gives its place to a new one; when all
/// are guaranteed, the new flow is refused. A flow past its time is kept until it is reaped or its place is
/// needed. Which heap a flow is in lags behind its times; both are put right when the flow comes up.
/// </remarks>
internal sealed class FlowSet
{
    /// <summary>How many flows a set holds unless told; they take about 250 bytes each.</summary>
    public const int DefaultCapacity = 1 << 20;

    /// <summary>The largest capacity.</summary>
    public const int MaximumCapacity = 1 << 24;

    private readonly FlowHeap _guaranteed = new();
    private readonly FlowHeap _bestEffort = new();
    private Flow? _free;
    private long _serial;

    /// <summary>How many flows it holds at most.</summary>
    public int Capacity { get; private set; } = DefaultCapacity;

    /// <summary>How many flows it holds.</summary>
    public int Count => _guaranteed.Count + _bestEffort.Count;

    /// <summary>Notes a packet of a flow; how long the flow is guaranteed never changes.</summary>
    public static void Touch(Flow flow, long now, in FlowTimeouts timeouts)
    {
        flow.GuaranteedUntil = now + timeouts.GuaranteedMilliseconds;
        long expiresAt = now + timeouts.KeptMilliseconds;
        flow.ExpiresAt = expiresAt;

        // Times that grow are put right later, but a connection that was closed goes earlier than before.
        if (expiresAt < flow.HeapTime && flow.Heap is { } heap)
        {
            heap.Move(flow, expiresAt);
        }
    }

    /// <summary>A flow to be filled and then added or given back.</summary>
    public Flow Rent()
    {
        Flow flow = _free ?? new Flow();
        _free = flow.NextFree;
        flow.NextFree = null;
        return flow;
    }

    /// <summary>Takes a flow back that is in no table; it may become another one.</summary>
    public void Return(Flow flow)
    {
        flow.Reset();
        flow.NextFree = _free;
        _free = flow;
    }

    /// <summary>
    /// Makes room for a rented flow whose times are set; false when those that are there go before it.
    /// </summary>
    public bool TryMakeRoom(Flow flow, long now)
    {
        while (Count >= Capacity)
        {
            // A flow without a guarantee competes at once.
            if (FirstBestEffort(now) is not { } oldest
                || (flow.GuaranteedUntil <= now && flow.ExpiresAt < oldest.ExpiresAt))
            {
                return false;
            }

            oldest.Owner.Forget(oldest);
        }

        return true;
    }

    /// <summary>Adds a rented flow for which there is room.</summary>
    public void Add(Flow flow)
    {
        flow.Serial = _serial++;
        _guaranteed.Add(flow, flow.GuaranteedUntil);
    }

    /// <summary>Removes a flow and takes it back.</summary>
    public void Remove(Flow flow)
    {
        flow.Heap!.Remove(flow);
        Return(flow);
    }

    /// <summary>
    /// Sets the capacity; flows beyond it go, those that would expire first before the others.
    /// </summary>
    public void SetCapacity(int capacity, long now)
    {
        Capacity = capacity;
        while (Count > capacity)
        {
            Flow first = FirstBestEffort(now) ?? FirstGuaranteed();
            first.Owner.Forget(first);
        }
    }

    /// <summary>Forgets the flows past their time.</summary>
    public void Reap(long now)
    {
        while (FirstBestEffort(now) is { } first && first.ExpiresAt <= now)
        {
            first.Owner.Forget(first);
        }
    }

    // The flow whose guarantee ends first; there is one.
    private Flow FirstGuaranteed()
    {
        while (_guaranteed.First!.HeapTime != _guaranteed.First.GuaranteedUntil)
        {
            _guaranteed.Move(_guaranteed.First, _guaranteed.First.GuaranteedUntil);
        }

        return _guaranteed.First;
    }

    // The flow that would expire first among those whose guarantee is over.
    private Flow? FirstBestEffort(long now)
    {
        while (_guaranteed.First is { } flow && flow.HeapTime <= now)
        {
            if (flow.GuaranteedUntil > now)
            {
                _guaranteed.Move(flow, flow.GuaranteedUntil);
            }
            else
            {
                _guaranteed.Remove(flow);
                _bestEffort.Add(flow, flow.ExpiresAt);
            }
        }

        while (_bestEffort.First is { } flow)
        {
            if (flow.GuaranteedUntil > now)
            {
                _bestEffort.Remove(flow);
                _guaranteed.Add(flow, flow.GuaranteedUntil);
            }
            else if (flow.ExpiresAt > flow.HeapTime)
            {
                _bestEffort.Move(flow, flow.ExpiresAt);
            }
            else
            {
                return flow;
            }
        }

        return null;
    }
}
