using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Neighbours;

/// <summary>The link addresses of a port's neighbours, and the packets that wait for one.</summary>
/// <remarks>
/// <code>
///            first packet: ask                  proven answer
/// (unknown) ------------------> Asking ------------------------> Known
///     ^                          |  ^ RetryAfter: ask again        | RefreshAfter: next use asks again,
///     |                          |  |                              |   the answer stays in use
///     +--- Tries without answer -+--+                              |
///     +------------------------------------------ Lifetime is over-+
/// </code>
/// Answers come only from whoever has checked their proof. Deadlines are equal in length, so a queue keeps
/// them in order.
/// </remarks>
/// <typeparam name="TPacket">What waits in the table.</typeparam>
public sealed class NeighbourTable<TPacket>
    where TPacket : class
{
    private readonly INeighbourActions<TPacket> _actions;
    private readonly RandomStream _nonces;
    private readonly NeighbourTiming _timing;
    private readonly Dictionary<Xid, Neighbour> _neighbours = [];
    private readonly Queue<(Neighbour Neighbour, Instant Deadline)> _questions = new();
    private Neighbour? _lastUsed;

    /// <summary>An empty table.</summary>
    public NeighbourTable(INeighbourActions<TPacket> actions, RandomStream nonces, NeighbourTiming timing)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(nonces);
        ArgumentNullException.ThrowIfNull(timing);
        _actions = actions;
        _nonces = nonces;
        _timing = timing;
    }

    /// <summary>How many neighbours are known or asked for.</summary>
    public int Count => _neighbours.Count;

    /// <summary>When <see cref="OnTimeout"/> is due; null while nothing is asked.</summary>
    public Instant? NextTimeout => _questions.TryPeek(out var first) ? first.Deadline : null;

    /// <summary>Finds where a packet for a neighbour goes, or keeps it and asks.</summary>
    public Resolution Resolve(Xid target, TPacket packet, Instant now, out LinkAddress link)
    {
        Neighbour? neighbour = _lastUsed;
        link = default;
        if ((neighbour is null || neighbour.Xid != target) && !_neighbours.TryGetValue(target, out neighbour))
        {
            if (!HasRoom(now))
            {
                return Resolution.Refused;
            }

            neighbour = new Neighbour(target);
            _neighbours.Add(target, neighbour);
        }

        _lastUsed = neighbour;
        if (neighbour.Expiry > now)
        {
            link = neighbour.Link;
            if (now >= neighbour.RefreshAt && !neighbour.IsAsking)
            {
                Ask(neighbour, now);
            }

            return Resolution.Known;
        }

        if (neighbour.Waiting.Count == _timing.MaximumWaiting)
        {
            return Resolution.Refused;
        }

        neighbour.Waiting.Enqueue(packet);
        if (!neighbour.IsAsking)
        {
            Ask(neighbour, now);
        }

        return Resolution.Waiting;
    }

    /// <summary>Whether a reply answers an open question.</summary>
    public bool IsExpected(Xid sender, ulong nonce) =>
        _neighbours.TryGetValue(sender, out Neighbour? neighbour)
            && neighbour.IsAsking
            && neighbour.Nonce == nonce;

    /// <summary>Whether a neighbour is known or asked for.</summary>
    public bool Knows(Xid target) => _neighbours.ContainsKey(target);

    /// <summary>Takes in a proven address; packets that wait for it are released.</summary>
    /// <returns>False when it is a new neighbour and the table is full.</returns>
    public bool Confirm(Xid sender, LinkAddress link, Instant now)
    {
        if (!_neighbours.TryGetValue(sender, out Neighbour? neighbour))
        {
            if (!HasRoom(now))
            {
                return false;
            }

            neighbour = new Neighbour(sender);
            _neighbours.Add(sender, neighbour);
        }

        neighbour.Link = link;
        neighbour.Expiry = now + _timing.Lifetime;
        neighbour.RefreshAt = now + _timing.RefreshAfter;
        neighbour.IsAsking = false;
        while (neighbour.Waiting.TryDequeue(out TPacket? packet))
        {
            _actions.OnReleased(packet, link, now);
        }

        return true;
    }

    /// <summary>
    /// Asks again, or gives up, where the deadline has come; an early call changes nothing.
    /// </summary>
    public void OnTimeout(Instant now)
    {
        while (_questions.TryPeek(out var first) && (
            first.Deadline <= now || !IsOpen(first.Neighbour, first.Deadline)))
        {
            _questions.Dequeue();
            if (!IsOpen(first.Neighbour, first.Deadline))
            {
                continue;
            }

            if (first.Neighbour.Asked < _timing.Tries)
            {
                AskAgain(first.Neighbour, now);
            }
            else
            {
                GiveUp(first.Neighbour, now);
            }
        }
    }

    /// <summary>Hands back every packet that waits, when the port closes.</summary>
    public IEnumerable<TPacket> TakeAllWaiting()
    {
        foreach (Neighbour neighbour in _neighbours.Values)
        {
            while (neighbour.Waiting.TryDequeue(out TPacket? packet))
            {
                yield return packet;
            }
        }
    }

    /// <summary>What is known now, in the order of identifiers, for reports.</summary>
    public IEnumerable<(Xid Xid, LinkAddress Link, Instant Expiry)> ToSortedList(Instant now) =>
        _neighbours.Values.Where(neighbour => neighbour.Expiry > now).OrderBy(neighbour => neighbour.Xid)
            .Select(neighbour => (neighbour.Xid, neighbour.Link, neighbour.Expiry));

    private static bool IsOpen(Neighbour neighbour, Instant deadline) =>
        neighbour.IsAsking && neighbour.Deadline == deadline;

    /// <summary>Whether one more neighbour fits, once those whose time is over have gone.</summary>
    private bool HasRoom(Instant now)
    {
        if (_neighbours.Count < _timing.MaximumNeighbours)
        {
            return true;
        }

        foreach (Neighbour neighbour in _neighbours.Values.Where(
            it => !it.IsAsking && it.Expiry <= now).ToList())
        {
            _neighbours.Remove(neighbour.Xid);
        }

        _lastUsed = null;
        return _neighbours.Count < _timing.MaximumNeighbours;
    }

    private void Ask(Neighbour neighbour, Instant now)
    {
        neighbour.IsAsking = true;
        neighbour.Asked = 0;
        neighbour.Nonce = _nonces.NextUInt64();
        AskAgain(neighbour, now);
    }

    private void AskAgain(Neighbour neighbour, Instant now)
    {
        neighbour.Asked++;
        neighbour.Deadline = now + _timing.RetryAfter;
        _questions.Enqueue((neighbour, neighbour.Deadline));
        _actions.OnQuestion(neighbour.Xid, neighbour.Nonce, now);
    }

    private void GiveUp(Neighbour neighbour, Instant now)
    {
        neighbour.IsAsking = false;
        if (neighbour.Expiry > now)
        {
            // The last answer still holds; the next use after this asks again.
            neighbour.RefreshAt = now + _timing.RetryAfter;
            return;
        }

        _neighbours.Remove(neighbour.Xid);
        _lastUsed = null;
        while (neighbour.Waiting.TryDequeue(out TPacket? packet))
        {
            _actions.OnFailed(packet, now);
        }
    }

    private sealed class Neighbour(Xid xid)
    {
        public Xid Xid { get; } = xid;

        public Queue<TPacket> Waiting { get; } = new();

        public LinkAddress Link { get; set; }

        public Instant Expiry { get; set; }

        public Instant RefreshAt { get; set; }

        public bool IsAsking { get; set; }

        public int Asked { get; set; }

        public ulong Nonce { get; set; }

        public Instant Deadline { get; set; }
    }
}
