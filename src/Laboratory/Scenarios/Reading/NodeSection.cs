using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads <c>nodes</c>.</summary>
internal static class NodeSection
{
    internal const int MaximumCores = 1024;

    internal static void Read(MapReader root, ReadingContext context)
    {
        if (root.Require("nodes", "the hosts and routers by name") is null)
        {
            return;
        }

        IReadOnlyList<YamlMap.Entry> entries = root.Map(
            "nodes", "hosts and routers by name, each with 'in', 'graph'");
        foreach (YamlMap.Entry entry in entries)
        {
            string name = Values.Read(
                new YamlScalar(entry.KeyPosition, entry.Key, true), Values.Name, "node", context.Mistakes);
            context.NodeNames.Declare(name, entry.KeyPosition);
            if (MapReader.Of(entry.Value, $"node {name}", context.Mistakes) is { } map)
            {
                context.Nodes.Add(ReadNode(name, map, context));
            }
        }
    }

    private static ScenarioNode ReadNode(string name, MapReader map, ReadingContext context)
    {
        string? network = context.NetworkNames.Require(map, "in");
        ScenarioGraph graph = GraphReading.Read(map, null, context);
        NodeRole role = graph.Name switch
        {
            "host" => map.Read("role", Values.Word<NodeRole>(), NodeRole.Host),
            "router" => map.Read("role", Values.Word<NodeRole>(), NodeRole.Router),
            _ => map.Require("role", Values.Word<NodeRole>()),
        };
        var node = new ScenarioNode(
            name,
            network ?? "",
            role,
            graph,
            map.Read("cores", Values.Count(1, MaximumCores), 1),
            map.ReadOptional("address", Values.Address));
        if (role == NodeRole.Router)
        {
            map.Refuse(
                "is for hosts; a router has an address per link, out of the link's 'subnet'", "address");
        }

        map.Finish();
        return node;
    }
}
