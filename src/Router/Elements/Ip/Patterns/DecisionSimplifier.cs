namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>Leads outcomes past tests that they decide already.</summary>
/// <remarks>
/// From the root on, each node is given the facts with which it can be reached, one set per way to it. An
/// outcome is led on to the last test at which all ways still meet; a way cannot tell more than that, because
/// nodes are never doubled.
/// <code>
///  tcp ? → port = 80 ? → [0]; else udp ? → …     after "tcp: yes, port = 80: no" nobody asks for udp
/// </code>
/// </remarks>
internal static class DecisionSimplifier
{
    /// <summary>More ways to one node are merged into what they have in common.</summary>
    private const int MaximumWays = 24;

    /// <summary>A way is not followed further than this; what it would still decide is tested.</summary>
    private const int MaximumSteps = 256;

    private const int MaximumRounds = 4;

    /// <summary>A graph that decides the same with fewer tests.</summary>
    public static DecisionGraph Simplify(DecisionGraph graph)
    {
        for (int round = 0; round < MaximumRounds; round++)
        {
            DecisionGraph simpler = Rebuild(graph, LeadOn(graph));
            bool isSame = simpler.Nodes.SequenceEqual(graph.Nodes) && simpler.Root == graph.Root;
            graph = simpler;
            if (isSame)
            {
                break;
            }
        }

        return graph;
    }

    private static DecisionNode[] LeadOn(DecisionGraph graph)
    {
        DecisionNode[] nodes = [.. graph.Nodes];
        var ways = new List<PacketFacts>?[nodes.Length];
        if (graph.Root >= 0)
        {
            ways[graph.Root] = [PacketFacts.None];
        }

        for (int index = nodes.Length - 1; index >= 0; index--)
        {
            if (ways[index] is not { } arriving)
            {
                continue;
            }

            int? yes = LeadOn(nodes, ways, index, arriving, outcome: true);
            int? no = LeadOn(nodes, ways, index, arriving, outcome: false);

            // An outcome that cannot be leads where the other one does.
            nodes[index] = nodes[index] with { Yes = yes ?? no!.Value, No = no ?? yes!.Value };
            ways[index] = null;
        }

        return nodes;
    }

    private static int? LeadOn(
        DecisionNode[] nodes, List<PacketFacts>?[] ways, int index, List<PacketFacts> arriving, bool outcome)
    {
        DecisionNode node = nodes[index];
        var leaving = new List<PacketFacts>();
        foreach (PacketFacts facts in arriving)
        {
            facts.Learn(node.Test, outcome, leaving);
        }

        if (leaving.Count == 0)
        {
            return null;
        }

        int target = MeetingPoint(nodes, outcome ? node.Yes : node.No, leaving);
        if (target >= 0)
        {
            AddWays(ways, target, leaving);
        }

        return target;
    }

    // Each way is followed as far as its facts decide; the last target that lies on all of them is where they
    // meet.
    private static int MeetingPoint(DecisionNode[] nodes, int start, List<PacketFacts> ways)
    {
        var paths = new List<List<int>>();
        foreach (PacketFacts facts in ways)
        {
            var path = new List<int> { start };
            int at = start;
            while (at >= 0 && path.Count < MaximumSteps && facts.Outcome(nodes[at].Test) is { } outcome)
            {
                at = outcome ? nodes[at].Yes : nodes[at].No;
                path.Add(at);
            }

            paths.Add(path);
        }

        for (int index = paths[0].Count - 1; index > 0; index--)
        {
            if (paths.TrueForAll(path => path.Contains(paths[0][index])))
            {
                return paths[0][index];
            }
        }

        return start;
    }

    private static void AddWays(List<PacketFacts>?[] ways, int target, List<PacketFacts> leaving)
    {
        List<PacketFacts> known = ways[target] ??= [];
        known.AddRange(leaving);
        if (known.Count > MaximumWays)
        {
            PacketFacts common = known.Aggregate(PacketFacts.Common);
            known.Clear();
            known.Add(common);
        }
    }

    private static DecisionGraph Rebuild(DecisionGraph graph, DecisionNode[] nodes)
    {
        var rebuilt = new DecisionGraph();
        bool[] isReached = Reached(graph.Root, nodes);
        int[] targets = new int[nodes.Length];
        for (int index = 0; index < nodes.Length; index++)
        {
            if (isReached[index])
            {
                DecisionNode node = nodes[index];
                targets[index] = rebuilt.Add(node.Test, Moved(node.Yes, targets), Moved(node.No, targets));
            }
        }

        rebuilt.Root = Moved(graph.Root, targets);
        return rebuilt;
    }

    private static int Moved(int target, int[] targets) => target < 0 ? target : targets[target];

    private static bool[] Reached(int root, DecisionNode[] nodes)
    {
        bool[] isReached = new bool[nodes.Length];
        if (root >= 0)
        {
            isReached[root] = true;
        }

        for (int index = nodes.Length - 1; index >= 0; index--)
        {
            if (isReached[index])
            {
                isReached[nodes[index].Yes < 0 ? index : nodes[index].Yes] = true;
                isReached[nodes[index].No < 0 ? index : nodes[index].No] = true;
            }
        }

        return isReached;
    }
}
