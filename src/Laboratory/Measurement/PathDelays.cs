using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios;

namespace Xia.Laboratory.Measurement;

/// <summary>
/// The one-way propagation delay between two nodes over the path of least delay, as routes follow it.
/// </summary>
/// <remarks>
/// It is the d of the definition of <c>excessGapMs</c>: without serialisation and queueing.
/// </remarks>
internal sealed class PathDelays(Scenario scenario)
{
    /// <summary>The delay between two nodes, or null when no path joins them.</summary>
    public Duration? Between(string from, string to)
    {
        Dictionary<string, Duration> best = new() { [from] = Duration.Zero };
        HashSet<string> settled = [];
        while (true)
        {
            string? nearest = null;
            foreach (ScenarioNode node in scenario.Nodes)
            {
                if (!settled.Contains(node.Name) && best.TryGetValue(node.Name, out Duration here)
                    && (nearest is null || here < best[nearest]))
                {
                    nearest = node.Name;
                }
            }

            if (nearest is null)
            {
                return null;
            }

            if (nearest == to)
            {
                return best[nearest];
            }

            settled.Add(nearest);
            foreach (ScenarioLink link in scenario.Links)
            {
                if (link.First == nearest || link.Second == nearest)
                {
                    string other = link.First == nearest ? link.Second : link.First;
                    Duration there = best[nearest] + link.Delay;
                    if (!best.TryGetValue(other, out Duration known) || there < known)
                    {
                        best[other] = there;
                    }
                }
            }
        }
    }
}
