using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>The flows between two hosts, and fragments that wait for one of their own with ports.</summary>
internal sealed class FlowHosts(HostPair pair)
{
    // Between most hosts there are few flows, which are found as fast without an index.
    private const int MaximumWalk = 16;

    private readonly LinkedList<NumberedFlow> _flows = [];
    private Dictionary<uint, LinkedListNode<NumberedFlow>>? _byPorts;
    private PacketBatch _fragments;

    /// <summary>The hosts.</summary>
    public HostPair Pair { get; } = pair;

    /// <summary>How many flows there are.</summary>
    public int Count => _flows.Count;

    /// <summary>A list of the flows that stands while some are taken out; the one used last first.</summary>
    public IReadOnlyList<NumberedFlow> Flows => [.. _flows];

    /// <summary>The fragment, or packet behind fragments, that has waited longest.</summary>
    public Packet? FirstFragment => _fragments.First;

    /// <summary>Lets a packet wait.</summary>
    public void Hold(Packet packet) => _fragments.Append(packet);

    /// <summary>Takes the packet that has waited longest.</summary>
    public Packet TakeFragment() => _fragments.Take()!;

    /// <summary>Kills what waits.</summary>
    public void Kill() => _fragments.Kill();

    /// <summary>The flow of a pair of ports, which becomes the first; null when there is none.</summary>
    public NumberedFlow? Find(uint ports)
    {
        if (NodeOf(ports) is not { } node)
        {
            return null;
        }

        if (node.Previous is not null)
        {
            _flows.Remove(node);
            _flows.AddFirst(node);
        }

        return node.Value;
    }

    /// <summary>The flow of a number; null when there is none.</summary>
    public NumberedFlow? FindNumber(uint aggregate)
    {
        foreach (NumberedFlow flow in _flows)
        {
            if (flow.Aggregate == aggregate)
            {
                return flow;
            }
        }

        return null;
    }

    /// <summary>Adds a flow whose ports no other has.</summary>
    public void Add(NumberedFlow flow)
    {
        LinkedListNode<NumberedFlow> node = _flows.AddFirst(flow);
        if (_byPorts is not null)
        {
            _byPorts.Add(flow.Ports, node);
        }
        else if (_flows.Count > MaximumWalk)
        {
            _byPorts = [];
            for (LinkedListNode<NumberedFlow>? at = node; at is not null; at = at.Next)
            {
                _byPorts.Add(at.Value.Ports, at);
            }
        }
    }

    /// <summary>Takes a flow out.</summary>
    public void Remove(NumberedFlow flow)
    {
        if (NodeOf(flow.Ports) is { } node)
        {
            _flows.Remove(node);
            _byPorts?.Remove(flow.Ports);
        }
    }

    /// <summary>Takes out the flow that was used longest ago; null when there is none.</summary>
    public NumberedFlow? TakeOldest()
    {
        NumberedFlow? oldest = _flows.Last?.Value;
        if (oldest is not null)
        {
            Remove(oldest);
        }

        return oldest;
    }

    private LinkedListNode<NumberedFlow>? NodeOf(uint ports)
    {
        if (_byPorts is not null)
        {
            return _byPorts.GetValueOrDefault(ports);
        }

        LinkedListNode<NumberedFlow>? at = _flows.First;
        while (at is not null && at.Value.Ports != ports)
        {
            at = at.Next;
        }

        return at;
    }
}
