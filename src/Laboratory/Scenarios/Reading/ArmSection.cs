using Xia.Laboratory.Scenarios.Yaml;
using static Xia.Laboratory.Scenarios.ScenarioArm;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads <c>arms</c>.</summary>
internal static class ArmSection
{
    internal static void Read(MapReader root, ReadingContext context)
    {
        const string Expected = "arms such as { name: xia, network: xia, mobility: rebind }";
        if (root.Require("arms", $"a list of {Expected}") is YamlList { Items.Count: 0 } empty)
        {
            context.Wrong(
                empty.Position, $"'arms': expected at least one of {Expected}, found an empty list");
        }

        foreach (YamlValue item in root.List("arms", Expected))
        {
            if (MapReader.Of(item, "arm", context.Mistakes) is { } map)
            {
                context.Arms.Add(ReadArm(map, context));
            }
        }
    }

    private static ScenarioArm ReadArm(MapReader map, ReadingContext context)
    {
        string name = map.Require("name", Values.Name);
        context.ArmNames.Declare(name, map.PositionOf("name"));
        var arm = new ScenarioArm
        {
            Name = name,
            Network = map.Require("network", Values.Word<Architecture>()),
            Mobility = map.Read("mobility", Values.Word<MobilityScheme>(), MobilityScheme.None),
            Forwarding = map.Read("forwarding", Values.Word<ForwardingMode>(), ForwardingMode.None),
            Kick = map.Read("kick", Values.Truth, false),
            Anticipated = map.Read("anticipated", Values.Truth, false),
            SourceDiesAtCommit = map.Read("sourceDiesAtCommit", Values.Truth, false),
        };
        map.Finish();
        if (arm.Network == Architecture.Ip)
        {
            Need(arm.Mobility == MobilityScheme.None, "mobility", "network: xia", map, context);
            Need(arm.Forwarding == ForwardingMode.None, "forwarding", "network: xia", map, context);
        }

        Need(
            !arm.Anticipated || arm.Mobility != MobilityScheme.None,
            "anticipated",
            "a mobility scheme",
            map,
            context);
        return arm;
    }

    private static void Need(bool holds, string key, string condition, MapReader map, ReadingContext context)
    {
        if (!holds)
        {
            string found = map.Find(key)?.Description ?? "nothing";
            context.Wrong(map.PositionOf(key), $"'{key}': {found} needs {condition}");
        }
    }
}
