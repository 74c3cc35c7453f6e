using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads <c>captures</c>.</summary>
internal static class CaptureSection
{
    internal const int SmallestSnapBytes = 64;
    internal const int LargestSnapBytes = 65535;

    internal static void Read(MapReader root, ReadingContext context)
    {
        foreach (YamlValue item in root.List("captures", "links, by name or as { link: a-b, snap: 128B }"))
        {
            (string? link, int? snap) = item is YamlMap
                ? ReadMap(MapReader.Of(item, "capture", context.Mistakes)!, context)
                : (context.LinkNames.Resolve(item, "captures"), null);
            if (link is not null && context.Captures.Exists(other => other.Link == link))
            {
                context.Wrong(item.Position, $"'captures': link '{link}' is captured already");
            }
            else if (link is not null)
            {
                context.Captures.Add(new ScenarioCapture(link, snap));
            }
        }
    }

    private static (string? Link, int? Snap) ReadMap(MapReader map, ReadingContext context)
    {
        string? link = context.LinkNames.Require(map, "link");
        long? snap = map.ReadOptional("snap", Values.Size.That(
            $"a size from {SmallestSnapBytes}B to {LargestSnapBytes}B",
            value => value is >= SmallestSnapBytes and <= LargestSnapBytes,
            SmallestSnapBytes));
        map.Finish();
        return (link, (int?)snap);
    }
}
