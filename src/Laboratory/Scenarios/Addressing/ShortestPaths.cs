namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>The shortest paths from one node, by delay, then hops, then the lowest first port.</summary>
/// <remarks>
/// Hosts are ends, never on the way. Every hop counts, so a next hop is always strictly nearer and the paths
/// of different nodes never form a loop.
/// </remarks>
internal sealed class ShortestPaths
{
    private readonly Dictionary<string, Path> _paths = [];

    private ShortestPaths()
    {
    }

    /// <summary>Finds the paths (Dijkstra).</summary>
    /// <param name="source">The node where they start.</param>
    /// <param name="nodes">The nodes that paths may touch.</param>
    /// <param name="ports">All ports by node.</param>
    /// <param name="links">All links by name.</param>
    internal static ShortestPaths From(
        string source,
        IReadOnlyDictionary<string, ScenarioNode> nodes,
        IReadOnlyDictionary<string, IReadOnlyList<PlannedPort>> ports,
        IReadOnlyDictionary<string, ScenarioLink> links)
    {
        var result = new ShortestPaths();
        var queue = new PriorityQueue<string, Path>();
        queue.Enqueue(source, new Path(0, 0, -1));
        while (queue.TryDequeue(out string? at, out Path path))
        {
            if (!result._paths.TryAdd(at, path) || (at != source && nodes[at].Role == NodeRole.Host))
            {
                continue;
            }

            foreach (PlannedPort port in ports[at])
            {
                if (nodes.ContainsKey(port.Peer) && !result._paths.ContainsKey(port.Peer))
                {
                    queue.Enqueue(port.Peer, new Path(
                        path.DelayNanoseconds + links[port.Link].Delay.Nanoseconds,
                        path.Hops + 1,
                        path.Hops == 0 ? port.Index : path.FirstPort));
                }
            }
        }

        return result;
    }

    /// <summary>The path to a node, or null if there is none.</summary>
    internal Path? To(string node) => _paths.TryGetValue(node, out Path path) ? path : null;

    /// <summary>The path to the nearest of several nodes; of equally near ones the first.</summary>
    internal Path? ToNearest(IEnumerable<string> nodes) => nodes.Select(To).OfType<Path?>().Min();

    /// <summary>How far it is and where it starts.</summary>
    internal readonly record struct Path(long DelayNanoseconds, int Hops, int FirstPort) : IComparable<Path>
    {
        public int CompareTo(Path other) =>
            (DelayNanoseconds, Hops, FirstPort).CompareTo(
                (other.DelayNanoseconds, other.Hops, other.FirstPort));
    }
}
