using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.Time;

namespace Xia.Transport.Streams;

/// <summary>
/// A stack's streams: which has something to send, which has a deadline, whose application has news.
/// </summary>
/// <remarks>
/// After any call on an endpoint's machine the stack calls <see cref="Update"/>. Segments are taken in turns,
/// one for each stream; deadlines go by time, then by the stream's number. Nothing here depends on hash
/// order.
/// </remarks>
public sealed class StreamSchedule
{
    private readonly SortedDictionary<long, StreamEndpoint> _endpoints = [];
    private readonly Queue<StreamEndpoint> _ready = new();
    private readonly Queue<StreamEndpoint> _changed = new();
    private readonly DeadlineHeap _deadlines = new();

    /// <summary>How many streams there are.</summary>
    public int Count => _endpoints.Count;

    /// <summary>The streams by rising number.</summary>
    public IEnumerable<StreamEndpoint> Endpoints => _endpoints.Values;

    /// <summary>The earliest deadline of all.</summary>
    public Instant? NextTimeout => _deadlines.Next;

    /// <summary>Adds a stream whose number is not taken.</summary>
    public void Add(StreamEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _endpoints.Add(endpoint.Id, endpoint);
        endpoint.IsScheduled = true;
        Update(endpoint);
    }

    /// <summary>Takes a stream out; it has no turn, deadline or news any more.</summary>
    public void Remove(StreamEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.IsScheduled)
        {
            _endpoints.Remove(endpoint.Id);
            endpoint.IsScheduled = false;
            _deadlines.Set(endpoint, null);
        }
    }

    /// <summary>A stream by its number, or null.</summary>
    public StreamEndpoint? Find(long id) => _endpoints.GetValueOrDefault(id);

    /// <summary>Notes what a call on the endpoint's machine has brought about.</summary>
    public void Update(StreamEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.IsScheduled)
        {
            return;
        }

        if (!endpoint.IsInReadyQueue && endpoint.Machine.HasOutput)
        {
            endpoint.IsInReadyQueue = true;
            _ready.Enqueue(endpoint);
        }

        if (endpoint.Machine.TakeChange() && !endpoint.IsInChangedQueue)
        {
            endpoint.IsInChangedQueue = true;
            _changed.Enqueue(endpoint);
        }

        _deadlines.Set(endpoint, endpoint.Machine.NextTimeout);
    }

    /// <summary>
    /// Gives a stream that may have a segment to send; the stack takes one and calls <see cref="Update"/>.
    /// </summary>
    public bool TryTakeReady([NotNullWhen(true)] out StreamEndpoint? endpoint)
    {
        while (_ready.TryDequeue(out endpoint))
        {
            endpoint.IsInReadyQueue = false;
            if (endpoint.IsScheduled)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a stream may have a segment to send.</summary>
    public bool HasReady => _ready.Count > 0;

    /// <summary>Whether an application has something to hear.</summary>
    public bool HasChanged => _changed.Count > 0;

    /// <summary>
    /// Gives a stream whose deadline is due; the stack calls its machine and then <see cref="Update"/>.
    /// </summary>
    public bool TryTakeDue(Instant now, [NotNullWhen(true)] out StreamEndpoint? endpoint) =>
        _deadlines.TryTakeDue(now, out endpoint);

    /// <summary>
    /// Gives a stream whose application has something to hear, even if the stream was removed since.
    /// </summary>
    public bool TryTakeChanged([NotNullWhen(true)] out StreamEndpoint? endpoint)
    {
        if (_changed.TryDequeue(out endpoint))
        {
            endpoint.IsInChangedQueue = false;
            return true;
        }

        return false;
    }
}
