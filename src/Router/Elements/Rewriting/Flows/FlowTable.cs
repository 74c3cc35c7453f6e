using Xia.Kernel.Collections;

namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>The flows of one rewriter, found by the key of a packet of either direction.</summary>
/// <remarks>
/// A flow whose answers look like its own packets has one entry: that of the answers.
/// </remarks>
internal sealed class FlowTable
{
    private readonly OpenHashMap<FlowKey, FlowEntry> _entries;

    /// <summary>An empty table.</summary>
    /// <param name="seed">Keeps strangers from choosing keys that collide.</param>
    public FlowTable(ulong seed) =>
        _entries = new OpenHashMap<FlowKey, FlowEntry>(2 * FlowSet.MaximumCapacity, seed);

    /// <summary>How many flows.</summary>
    public int FlowCount { get; private set; }

    /// <summary>Finds the direction that packets of a key belong to.</summary>
    public bool TryFind(in FlowKey key, out FlowEntry entry) => _entries.TryGetValue(key, out entry);

    /// <summary>Whether packets of a key belong to a flow.</summary>
    public bool Contains(in FlowKey key) => _entries.ContainsKey(key);

    /// <summary>Adds a flow neither of whose keys is there.</summary>
    public void Add(Flow flow)
    {
        _entries.TrySet(flow.Forward, new FlowEntry(flow, IsReply: false));
        _entries.TrySet(flow.Rewritten.Reversed, new FlowEntry(flow, IsReply: true));
        FlowCount++;
    }

    /// <summary>Removes a flow that is there.</summary>
    public void Remove(Flow flow)
    {
        _entries.TryRemove(flow.Forward, out _);
        _entries.TryRemove(flow.Rewritten.Reversed, out _);
        FlowCount--;
    }

    /// <summary>All flows, by the key of their forward packets.</summary>
    public Flow[] ToArray()
    {
        var entries = new KeyValuePair<FlowKey, FlowEntry>[_entries.Count];
        _entries.CopyTo(entries);
        Flow[] flows = [.. entries.Select(entry => entry.Value.Flow).Distinct()];
        Array.Sort(flows, static (left, right) => left.Forward.CompareTo(right.Forward));
        return flows;
    }
}
