using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Tests.Elements.Rewriting.Flows;

/// <summary>Flows with numbers for names in a set; a number's keys are made of it.</summary>
internal sealed class OwnedFlows : IFlowOwner
{
    private readonly SortedDictionary<int, Flow> _flows = [];

    public OwnedFlows(int capacity) => Set.SetCapacity(capacity, 0);

    public FlowSet Set { get; } = new();

    public IReadOnlyList<int> Names => [.. _flows.Keys];

    public bool Add(int name, long now, long kept, long guaranteed)
    {
        Flow flow = Set.Rent();
        flow.Owner = this;
        flow.Input = name;
        FlowSet.Touch(flow, now, new FlowTimeouts(kept, guaranteed));
        if (!Set.TryMakeRoom(flow, now))
        {
            Set.Return(flow);
            return false;
        }

        Set.Add(flow);
        _flows.Add(name, flow);
        return true;
    }

    public void Touch(int name, long now, long kept, long guaranteed) =>
        FlowSet.Touch(_flows[name], now, new FlowTimeouts(kept, guaranteed));

    public void Forget(Flow flow)
    {
        _flows.Remove(flow.Input);
        Set.Remove(flow);
    }
}
