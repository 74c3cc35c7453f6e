using Xia.Laboratory.Scenarios.Addressing;
using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads <c>networks</c>.</summary>
internal static class NetworkSection
{
    /// <summary>One subnet for a host, its router and its machines has to fit in.</summary>
    private const int LongestPrefix = 28;

    internal static void Read(MapReader root, ReadingContext context)
    {
        if (root.Require("networks", "the networks by name, each with 'prefix'") is null)
        {
            return;
        }

        Dictionary<string, SourcePosition> domains = [];
        foreach (YamlMap.Entry entry in root.Map("networks", "networks by name, each with 'prefix'"))
        {
            string name = Values.Read(
                new YamlScalar(entry.KeyPosition, entry.Key, true), Values.Name, "network", context.Mistakes);
            context.NetworkNames.Declare(name, entry.KeyPosition);
            if (MapReader.Of(entry.Value, $"network {name}", context.Mistakes) is not { } map)
            {
                continue;
            }

            string domain = map.Read("ad", Values.Name, name);
            if (!domains.TryAdd(domain, map.PositionOf("ad")))
            {
                context.Wrong(
                    map.PositionOf("ad"), $"another network is the autonomous domain '{domain}' already");
            }

            Ipv4Prefix prefix = map.Require("prefix", Values.Prefix);
            CheckPrefix(map, prefix, context);
            map.Finish();
            context.Networks.Add(new ScenarioNetwork(name, domain, prefix));
        }
    }

    private static void CheckPrefix(MapReader map, Ipv4Prefix prefix, ReadingContext context)
    {
        if (prefix == default)
        {
            return;
        }

        if (prefix.Length > LongestPrefix)
        {
            context.Wrong(
                map.PositionOf("prefix"),
                $"'prefix': expected at most /{LongestPrefix}, so that subnets fit in, found '{prefix}'");
        }

        foreach (ScenarioNetwork other in context.Networks)
        {
            if (other.Prefix != default && other.Prefix.Overlaps(prefix))
            {
                context.Wrong(
                    map.PositionOf("prefix"),
                    $"prefix {prefix} overlaps {other.Prefix} of network '{other.Name}'");
            }
        }
    }
}
