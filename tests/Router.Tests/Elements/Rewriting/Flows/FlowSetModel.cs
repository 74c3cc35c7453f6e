namespace Xia.Router.Tests.Elements.Rewriting.Flows;

/// <summary>What a set of flows does, told by looking at all of them each time.</summary>
internal sealed class FlowSetModel(int capacity)
{
    private readonly SortedDictionary<int, (long Guaranteed, long Expires)> _flows = [];
    private int _capacity = capacity;

    public IEnumerable<int> Names => _flows.Keys;

    public bool Add(int name, long now, long kept, long guaranteed)
    {
        while (_flows.Count >= _capacity)
        {
            int[] free = [.. BestEffort(now)];
            if (free.Length == 0 || (guaranteed == 0 && now + kept < _flows[free[0]].Expires))
            {
                return false;
            }

            _flows.Remove(free[0]);
        }

        Touch(name, now, kept, guaranteed);
        return true;
    }

    public void Touch(int name, long now, long kept, long guaranteed) =>
        _flows[name] = (now + guaranteed, now + kept);

    public void Reap(long now)
    {
        foreach (int name in BestEffort(now).Where(name => _flows[name].Expires <= now).ToArray())
        {
            _flows.Remove(name);
        }
    }

    public void SetCapacity(int capacity, long now)
    {
        _capacity = capacity;
        int[] order = [.. BestEffort(now), .. _flows.Keys.Where(name => _flows[name].Guaranteed > now)
            .OrderBy(name => _flows[name].Guaranteed)];
        foreach (int name in order.Take(_flows.Count - capacity))
        {
            _flows.Remove(name);
        }
    }

    private IEnumerable<int> BestEffort(long now) =>
        _flows.Keys.Where(name => _flows[name].Guaranteed <= now).OrderBy(name => _flows[name].Expires);
}
