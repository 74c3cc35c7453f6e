using Xia.Router.Elements.Queues;
using Xia.Router.Graph;
using Xia.Router.Graph.Building;
using Xia.Router.Language;

namespace Xia.Router.Elements.Aqm;

/// <summary>The queues by whose length an element decides which packets to drop.</summary>
internal sealed class WatchedQueues
{
    private readonly StorageElement[] _queues;

    private WatchedQueues(IEnumerable<StorageElement> queues) => _queues = [.. queues];

    /// <summary>None.</summary>
    public static WatchedQueues None { get; } = new([]);

    /// <summary>How many packets they hold together.</summary>
    public int Length
    {
        get
        {
            int length = 0;
            foreach (StorageElement queue in _queues)
            {
                length += queue.Length;
            }

            return length;
        }
    }

    /// <summary>Their names, a line each.</summary>
    public string Lines => string.Concat(_queues.Select(queue => queue.Name + "\n"));

    /// <summary>Their names as the argument that would mean them.</summary>
    public string Argument => "QUEUES " + string.Join(' ', _queues.Select(queue => queue.Name));

    /// <summary>Reads the keyword QUEUES: the elements that it names, none if it is not given.</summary>
    public static Element[] ReadNames(ArgumentReader arguments, Element owner)
    {
        string text = arguments.Keyword("QUEUES", ArgumentTypes.Raw, "");
        var named = new List<Element>();
        foreach (string name in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (owner.Router.FindInScope(name, owner) is { } element)
            {
                named.Add(element);
            }
            else
            {
                arguments.Error($"no element named '{name}'");
            }
        }

        return [.. named];
    }

    /// <summary>Takes the elements that were named, or else the nearest queues on every path.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="named">What <see cref="ReadNames"/> found.</param>
    /// <param name="upstream">Whether to look before input 0, and not behind output 0.</param>
    /// <param name="error">Why there is no answer.</param>
    public static WatchedQueues Find(
        Element owner, IReadOnlyList<Element> named, bool upstream, out string? error)
    {
        IReadOnlyList<Element> found = named.Count > 0 ? named : Nearest(owner, upstream);
        error = found.Count == 0 ? "no nearby Queues" : null;
        string[] wrong =
        [
            .. found.Where(element => element is not StorageElement)
                .Select(element => $"'{element.Name}' is not a Storage element"),
        ];
        if (wrong.Length > 0)
        {
            error = string.Join('\n', wrong);
        }

        return new WatchedQueues(found.OfType<StorageElement>());
    }

    /// <summary>The first queue on each path of packets that leads to or from an element's port 0.</summary>
    public static IReadOnlyList<StorageElement> Nearest(Element owner, bool upstream)
    {
        GraphLinks links = owner.Router.Links;
        var found = new List<StorageElement>();
        var seen = new HashSet<(Element Element, int Port)>();
        var open = new Queue<(Element Element, int Port)>([(owner, 0)]);
        while (open.TryDequeue(out (Element Element, int Port) from))
        {
            foreach ((Element Element, int Port) to in links.Across(from.Element, from.Port, upstream))
            {
                if (!seen.Add(to))
                {
                    continue;
                }

                if (to.Element is StorageElement queue)
                {
                    if (!found.Contains(queue))
                    {
                        found.Add(queue);
                    }

                    continue;
                }

                foreach (int port in GraphLinks.Through(to.Element, to.Port, upstream))
                {
                    open.Enqueue((to.Element, port));
                }
            }
        }

        return found;
    }
}
