using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads <c>links</c>, and what holds for all of them in <c>defaults</c>.</summary>
internal static class LinkSection
{
    internal const int HostLinks = 1;

    /// <summary>The library's routers have the ports eth0 to eth7.</summary>
    internal const int LibraryRouterLinks = 8;

    /// <summary>How many ports a graph of the user's own may have.</summary>
    internal const int MaximumRouterLinks = 256;

    private const long DefaultQueueBytes = 256 * 1024;

    internal static void Read(MapReader root, ReadingContext context)
    {
        LinkDefaults defaults = ReadDefaults(root, context);
        const string Expected = "links such as { between: [a, b], rate: 1Gbps, delay: 2ms }";
        foreach (YamlValue item in root.List("links", Expected))
        {
            if (MapReader.Of(item, "link", context.Mistakes) is { } map)
            {
                ReadLink(map, defaults, context);
            }
        }

        CheckConnections(context);
    }

    private static LinkDefaults ReadDefaults(MapReader root, ReadingContext context)
    {
        LinkDefaults defaults = new(null, null, default, DefaultQueueBytes, 0);
        if (root.Find("defaults") is not { } value
            || MapReader.Of(value, "defaults", context.Mistakes) is not { } sections)
        {
            return defaults;
        }

        if (sections.Find("link") is { } linkValue
            && MapReader.Of(linkValue, "defaults of links", context.Mistakes) is { } map)
        {
            defaults = new LinkDefaults(
                map.ReadOptional("rate", Values.Rate),
                map.ReadOptional("delay", Values.Duration),
                map.Read("jitter", Values.Duration, default),
                map.Read("queue", Values.Size, DefaultQueueBytes),
                map.Read("loss", Values.Loss, 0));
            map.Finish();
        }

        sections.Finish();
        return defaults;
    }

    private static void ReadLink(MapReader map, LinkDefaults defaults, ReadingContext context)
    {
        (string? first, string? second) = ReadEnds(map, context);
        string name = map.Read(
            "name", Values.Name, first is null || second is null ? "" : $"{first}-{second}");
        context.LinkNames.Declare(name, map.Has("name") ? map.PositionOf("name") : map.Position);
        string? network = context.NetworkNames.Resolve(map.Find("in"), "in");
        ScenarioNode? firstNode = context.FindNode(first);
        ScenarioNode? secondNode = context.FindNode(second);
        if (network is not null && firstNode is not null && secondNode is not null
            && network != firstNode.Network && network != secondNode.Network)
        {
            context.Wrong(
                map.PositionOf("in"),
                $"'in': expected the network of an end, {Or(firstNode.Network, secondNode.Network)}, "
                + $"found '{network}'");
        }

        long rate = defaults.RateBitsPerSecond is { } common
            ? map.Read("rate", Values.Rate, common)
            : map.Require("rate", Values.Rate);
        Duration delay = defaults.Delay is { } commonDelay
            ? map.Read("delay", Values.Duration, commonDelay)
            : map.Require("delay", Values.Duration);
        var link = new ScenarioLink(
            name,
            first ?? "",
            second ?? "",
            network ?? NetworkOf(firstNode, secondNode),
            rate,
            delay,
            map.Read("jitter", Values.Duration, defaults.Jitter),
            map.Read("queue", Values.Size, defaults.QueueBytes),
            map.Read("loss", Values.Loss, defaults.LossPartsPerBillion),
            map.ReadOptional("subnet", Values.Prefix));
        map.Finish();
        CheckPorts(map, link, context);
        if (first is not null && second is not null)
        {
            context.Links.Add(link);
            context.LinkPositions.Add(map.Position);
        }
    }

    /// <summary>
    /// A host's network, if one end is a host, since the host is a member of it; else the first end's.
    /// </summary>
    private static string NetworkOf(ScenarioNode? first, ScenarioNode? second) =>
        first?.Role != NodeRole.Host && second?.Role == NodeRole.Host
            ? second.Network
            : first?.Network ?? "";

    private static (string? First, string? Second) ReadEnds(MapReader map, ReadingContext context)
    {
        const string Expected = "the two nodes that it joins, such as [client, core1]";
        switch (map.Require("between", Expected))
        {
            case YamlList { Items: [{ } left, { } right] }:
                string? first = context.NodeNames.Resolve(left, "between");
                string? second = context.NodeNames.Resolve(right, "between");
                if (first is not null && first == second)
                {
                    context.Wrong(
                        right.Position, $"'between': expected two different nodes, found '{first}' twice");
                    return (null, null);
                }

                return (first, second);
            case { } other:
                context.Wrong(other.Position, $"'between': expected {Expected}, found {other.Description}");
                return (null, null);
            default:
                return (null, null);
        }
    }

    private static void CheckPorts(MapReader map, ScenarioLink link, ReadingContext context)
    {
        foreach (string end in (string[])[link.First, link.Second])
        {
            if (context.FindNode(end) is { } node)
            {
                int most = node.Role == NodeRole.Host ? HostLinks
                    : node.Graph.Name == "router" ? LibraryRouterLinks
                    : MaximumRouterLinks;
                if (context.Links.Count(other => other.First == end || other.Second == end) == most)
                {
                    string room = most == 1 ? "one link" : $"{most} links";
                    context.Wrong(
                        map.PositionOf("between"),
                        $"{Words.Of(node.Role)} '{end}' has {room} already and no more ports");
                }
            }
        }
    }

    /// <summary>
    /// Every node has to be reachable from the first; a forgotten link would look like a broken network.
    /// </summary>
    private static void CheckConnections(ReadingContext context)
    {
        if (context.Nodes.Count == 0)
        {
            return;
        }

        HashSet<string> reached = [context.Nodes[0].Name];
        bool isGrowing = true;
        while (isGrowing)
        {
            isGrowing = false;
            foreach (ScenarioLink link in context.Links)
            {
                if (reached.Contains(link.First) != reached.Contains(link.Second))
                {
                    reached.Add(link.First);
                    reached.Add(link.Second);
                    isGrowing = true;
                }
            }
        }

        foreach (ScenarioNode node in context.Nodes)
        {
            bool isLinked = context.Links.Exists(link => link.First == node.Name || link.Second == node.Name);
            if (!isLinked || !reached.Contains(node.Name))
            {
                context.Wrong(
                    context.NodeNames.PositionOf(node.Name),
                    isLinked
                        ? $"no links lead from node '{context.Nodes[0].Name}' to node '{node.Name}'"
                        : $"node '{node.Name}' has no link");
            }
        }
    }

    private static string Or(string first, string second) =>
        first == second ? $"'{first}'" : $"'{first}' or '{second}'";

    private sealed record LinkDefaults(
        long? RateBitsPerSecond, Duration? Delay, Duration Jitter, long QueueBytes, long LossPartsPerBillion);
}
