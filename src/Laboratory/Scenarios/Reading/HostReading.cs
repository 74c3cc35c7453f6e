namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads the name of a node that has to be a host.</summary>
internal static class HostReading
{
    internal static string? Require(MapReader map, string key, ReadingContext context)
    {
        string? name = context.NodeNames.Require(map, key);
        if (context.FindNode(name) is { Role: NodeRole.Router })
        {
            context.Wrong(map.PositionOf(key), $"'{key}': expected a host, found the router '{name}'");
            return null;
        }

        return name;
    }
}
