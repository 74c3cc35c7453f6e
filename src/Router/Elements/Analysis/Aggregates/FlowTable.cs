namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Pairs of hosts and their flows, in the order in which the pairs were first seen.</summary>
/// <param name="isTcp">Whether the flows are TCP's, not UDP's.</param>
internal sealed class FlowTable(bool isTcp)
{
    private readonly Dictionary<HostPair, FlowHosts> _byPair = [];
    private readonly List<FlowHosts> _all = [];

    /// <summary>Whether the flows are TCP's, not UDP's.</summary>
    public bool IsTcp { get; } = isTcp;

    /// <summary>A list of all that stands while packets of it are pushed on.</summary>
    public IReadOnlyList<FlowHosts> All => [.. _all];

    /// <summary>The flows of a pair, a new one if need be; null when there are too many pairs.</summary>
    public FlowHosts? Find(HostPair pair)
    {
        if (_byPair.TryGetValue(pair, out FlowHosts? hosts))
        {
            return hosts;
        }

        if (_all.Count >= AggregateBounds.MaximumCount)
        {
            return null;
        }

        hosts = new FlowHosts(pair);
        _byPair.Add(pair, hosts);
        _all.Add(hosts);
        return hosts;
    }

    /// <summary>Forgets pairs without flows and waiting packets.</summary>
    public void Prune()
    {
        foreach (FlowHosts hosts in _all)
        {
            if (IsUnused(hosts))
            {
                _byPair.Remove(hosts.Pair);
            }
        }

        _all.RemoveAll(IsUnused);
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _byPair.Clear();
        _all.Clear();
    }

    private static bool IsUnused(FlowHosts hosts) => hosts.Count == 0 && hosts.FirstFragment is null;
}
