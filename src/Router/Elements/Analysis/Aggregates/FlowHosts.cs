using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>The flows between two hosts, and fragments that wait for one of their own with ports.</summary>
internal sealed class FlowHosts(HostPair pair)
{
    private PacketBatch _fragments;

    /// <summary>The hosts.</summary>
    public HostPair Pair { get; } = pair;

    /// <summary>The flows, the one used last first.</summary>
    public LinkedList<NumberedFlow> Flows { get; } = [];

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
        for (LinkedListNode<NumberedFlow>? at = Flows.First; at is not null; at = at.Next)
        {
            if (at.Value.Ports == ports)
            {
                Flows.Remove(at);
                Flows.AddFirst(at);
                return at.Value;
            }
        }

        return null;
    }

    /// <summary>The flow of a number; null when there is none.</summary>
    public NumberedFlow? FindNumber(uint aggregate)
    {
        foreach (NumberedFlow flow in Flows)
        {
            if (flow.Aggregate == aggregate)
            {
                return flow;
            }
        }

        return null;
    }
}
