using Xia.Router.Language;

namespace Xia.Router.Graph.Building;

/// <summary>Which port leads where, in both directions and whoever starts the transfer.</summary>
internal sealed class GraphLinks
{
    private readonly Element[] _elements;
    private readonly ILookup<(int Element, int Port), (int Element, int Port)> _downstream;
    private readonly ILookup<(int Element, int Port), (int Element, int Port)> _upstream;

    public GraphLinks(Element[] elements, IReadOnlyList<ConnectionDeclaration> connections)
    {
        _elements = elements;
        _downstream = connections.ToLookup(c => (c.From, c.FromPort), c => (c.To, c.ToPort));
        _upstream = connections.ToLookup(c => (c.To, c.ToPort), c => (c.From, c.FromPort));
    }

    /// <summary>The ports at the other ends of an input's or an output's connections.</summary>
    public IEnumerable<(Element Element, int Port)> Across(Element element, int port, bool upstream) =>
        (upstream ? _upstream : _downstream)[(element.Index, port)]
            .Select(end => (_elements[end.Element], end.Port));

    /// <summary>The ports at an element's other side that the flow code joins with one.</summary>
    /// <param name="element">The element.</param>
    /// <param name="port">An output when looking upstream, else an input.</param>
    /// <param name="upstream">Towards the inputs.</param>
    public static IEnumerable<int> Through(Element element, int port, bool upstream)
    {
        int count = upstream ? element.InputCount : element.OutputCount;
        for (int other = 0; other < count; other++)
        {
            if (upstream
                ? FlowCode.Reaches(element.FlowCode, other, port)
                : FlowCode.Reaches(element.FlowCode, port, other))
            {
                yield return other;
            }
        }
    }

    /// <summary>
    /// Whether an element may pull and push several packets at once: nothing that packets pass, as far as
    /// the pulling and the pushing go, wants them one by one.
    /// </summary>
    public bool TakesBatchesFrom(Element starter) =>
        !MeetsOneByOne(starter, upstream: true) && !MeetsOneByOne(starter, upstream: false);

    /// <summary>The elements that packets pass before or behind some ports, nearest first.</summary>
    /// <param name="start">Where to begin; it is none of its own neighbours.</param>
    /// <param name="ports">Its inputs when looking upstream, else its outputs.</param>
    /// <param name="upstream">Against the direction of packets.</param>
    /// <param name="maximumDistance">In connections; from 1.</param>
    public IReadOnlyList<Element> Neighbors(
        Element start, IEnumerable<int> ports, bool upstream, int maximumDistance)
    {
        var found = new List<Element>();
        var seen = new HashSet<(Element Element, int Port)>();
        List<(Element Element, int Port)> edge = [.. ports.Select(port => (start, port))];
        for (int distance = 1; distance <= maximumDistance && edge.Count > 0; distance++)
        {
            var next = new List<(Element Element, int Port)>();
            foreach ((Element Element, int Port) to in edge.SelectMany(
                from => Across(from.Element, from.Port, upstream)))
            {
                if (!seen.Add(to))
                {
                    continue;
                }

                if (!found.Contains(to.Element))
                {
                    found.Add(to.Element);
                }

                next.AddRange(Through(to.Element, to.Port, upstream).Select(port => (to.Element, port)));
            }

            edge = next;
        }

        return found;
    }

    private bool MeetsOneByOne(Element starter, bool upstream)
    {
        int count = upstream ? starter.InputCount : starter.OutputCount;
        var seen = new HashSet<(Element Element, int Port)>();
        var open = new Stack<(Element Element, int Port)>(
            Enumerable.Range(0, count).Select(port => (starter, port)));
        while (open.TryPop(out (Element Element, int Port) from))
        {
            bool isSameTransfer = upstream
                ? from.Element.Input(from.Port).IsPull
                : from.Element.Output(from.Port).IsPush;
            if (!isSameTransfer || !seen.Add(from))
            {
                continue;
            }

            foreach ((Element element, int port) in Across(from.Element, from.Port, upstream))
            {
                if (element.IsOneByOne)
                {
                    return true;
                }

                foreach (int other in Through(element, port, upstream))
                {
                    open.Push((element, other));
                }
            }
        }

        return false;
    }
}
