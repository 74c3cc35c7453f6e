using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads <c>events</c>.</summary>
internal static class EventSection
{
    internal const int MaximumRounds = 1000;
    internal const int MachinePorts = 4;
    private const int DefaultRounds = 30;
    private const int DefaultRoundsWithoutProgress = 3;

    private static readonly Duration DefaultDowntime = Duration.FromMilliseconds(300);

    internal static void Read(MapReader root, ReadingContext context)
    {
        foreach (YamlValue item in root.List("events", "events, each with 'at' or 'on' and what happens"))
        {
            if (MapReader.Of(item, "event", context.Mistakes) is not { } map)
            {
                continue;
            }

            string? kind = map.RequireOneOf("migrate", "write", "link", "corrupt");
            ScenarioTrigger when = ReadTrigger(map, context);
            string? arm = context.ArmNames.Resolve(map.Find("arm"), "arm");
            ScenarioEvent? read = kind switch
            {
                "migrate" => ReadMigration(map, when, arm, context),
                "write" => ReadWrite(map, when, arm, context),
                "link" => ReadLinkChange(map, when, arm, context),
                "corrupt" => ReadCorruption(map, when, arm, context),
                _ => null,
            };
            if (read is null)
            {
                continue;
            }

            map.Finish();
            context.Events.Add(read);
            context.EventPositions.Add(map.PositionOf(kind == "migrate" ? "to" : kind!));
        }

        CheckPlaces(context);
    }

    private static ScenarioTrigger ReadTrigger(MapReader map, ReadingContext context)
    {
        Duration delay = map.Read("after", Values.Duration, default);
        switch (map.RequireOneOf("at", "on"))
        {
            case "at":
                map.Refuse("is for events with 'on'", "after");
                Instant time = map.Require("at", Values.Instant);
                if (context.Until > Instant.Zero && time >= context.Until)
                {
                    context.Wrong(
                        map.PositionOf("at"),
                        $"'at': expected a time before the end at {context.Until}, found '{time}'");
                }

                return new ScenarioTrigger.At(time);
            case "on":
                return ReadMoment(map, delay, context);
            default:
                return new ScenarioTrigger.At(Instant.Zero);
        }
    }

    private static ScenarioTrigger.On ReadMoment(MapReader map, Duration delay, ReadingContext context)
    {
        YamlValue value = map.Find("on")!;
        string[] parts = value is YamlScalar scalar ? scalar.Text.Split('.') : [];
        var placeholder = new ScenarioTrigger.On("", MoveMoment.Resumed, delay);
        if (parts.Length != 2)
        {
            context.Wrong(
                value.Position,
                $"'on': expected a machine's moment such as web.resumed, found {value.Description}");
            return placeholder;
        }

        bool isMachine =
            context.MachineNames.Resolve(new YamlScalar(value.Position, parts[0], true), "on") is not null;
        if (!Words.TryParse(parts[1], out MoveMoment moment))
        {
            context.Wrong(
                value.Position,
                $"'on': a move has no moment '{parts[1]}'"
                + Suggestion.For(parts[1], [.. Words.All<MoveMoment>()]));
            return placeholder;
        }

        return isMachine ? new ScenarioTrigger.On(parts[0], moment, delay) : placeholder;
    }

    private static ScenarioEvent.Migrate ReadMigration(
        MapReader map, ScenarioTrigger when, string? arm, ReadingContext context) => new(
            when,
            arm,
            context.MachineNames.Resolve(map.Find("migrate"), "migrate") ?? "",
            HostReading.Require(map, "to", context) ?? "",
            map.Require("strategy", Values.Word<MigrationStrategy>()),
            map.ReadOptional("limit", Values.ByteRate) / 8,
            map.Read("downtime", Values.PositiveDuration, DefaultDowntime),
            map.Read("maxRounds", Values.Count(1, MaximumRounds), DefaultRounds),
            map.ReadOptional("maxTime", Values.PositiveDuration),
            map.Read("roundsWithoutProgress", Values.Count(0, MaximumRounds), DefaultRoundsWithoutProgress),
            map.ReadOptional("forcedPause", Values.PositiveDuration));

    private static ScenarioEvent.WriteHandler ReadWrite(
        MapReader map, ScenarioTrigger when, string? arm, ReadingContext context)
    {
        string target = map.Require("write", Values.Text);
        int dot = target.IndexOf('.', StringComparison.Ordinal);
        string node = dot < 0 ? target : target[..dot];
        if (!context.NodeNames.Contains(node) && !context.MachineNames.Contains(node))
        {
            string[] known = [.. context.NodeNames.Names, .. context.MachineNames.Names];
            context.Wrong(
                map.PositionOf("write"),
                $"'write': no node or machine '{node}' is declared{Suggestion.For(node, known)}");
        }
        else if (dot < 0 || dot == target.Length - 1)
        {
            context.Wrong(
                map.PositionOf("write"),
                $"'write': expected a node and a handler of its graph such as {node}.rt.add, "
                + $"found '{target}'");
        }

        string value = map.Find("value") switch
        {
            null or YamlScalar { IsNull: true } or YamlScalar { Text.Length: 0 } => "",
            { } text => Values.Read(text, Values.Text, "'value'", context.Mistakes),
        };
        return new ScenarioEvent.WriteHandler(when, arm, node, dot < 0 ? "" : target[(dot + 1)..], value);
    }

    private static ScenarioEvent.ChangeLink ReadLinkChange(
        MapReader map, ScenarioTrigger when, string? arm, ReadingContext context)
    {
        bool? isUp = null;
        if (map.Has("up") && map.Has("down"))
        {
            context.Wrong(map.PositionOf("down"), "event: expected 'up' or 'down', found both");
        }
        else if (map.Has("up") || map.Has("down"))
        {
            string key = map.Has("up") ? "up" : "down";
            isUp = map.Require(key, Values.Truth) == (key == "up");
        }

        var change = new ScenarioEvent.ChangeLink(
            when,
            arm,
            context.LinkNames.Resolve(map.Find("link"), "link") ?? "",
            map.ReadOptional("loss", Values.Loss),
            map.ReadOptional("delay", Values.Duration),
            map.ReadOptional("rate", Values.Rate),
            isUp);
        if (!map.Has("loss") && !map.Has("delay") && !map.Has("rate") && !map.Has("up") && !map.Has("down"))
        {
            context.Wrong(
                map.Position, "event: expected what changes of the link: loss, delay, rate, up or down");
        }

        return change;
    }

    private static ScenarioEvent.CorruptFrame? ReadCorruption(
        MapReader map, ScenarioTrigger when, string? arm, ReadingContext context)
    {
        if (MapReader.Of(map.Find("corrupt")!, "corrupt", context.Mistakes) is not { } part)
        {
            return null;
        }

        string? link = context.LinkNames.Require(part, "link");
        string? count = part.RequireOneOf("frame", "migrationFrame");
        int frame = count is null ? 1 : part.Require(count, Values.Count(1, int.MaxValue));
        int offset = part.Require("byte", Values.Count(-65535, 65535));
        bool fixesChecksum = part.Read("fixChecksum", Values.Truth, false);
        part.Finish();
        return new ScenarioEvent.CorruptFrame(
            when, arm, link ?? "", frame, count == "migrationFrame", offset, fixesChecksum);
    }

    /// <summary>Follows the machines from host to host, as far as instants order their moves.</summary>
    private static void CheckPlaces(ReadingContext context)
    {
        Dictionary<string, string> places = context.Machines.ToDictionary(
            machine => machine.Name, m => m.Host);
        Dictionary<string, HashSet<string>> guests = [];
        foreach (ScenarioMachine machine in context.Machines.Where(machine => machine.Host.Length > 0))
        {
            Settle(machine.Name, machine.Host, context.MachineNames.PositionOf(machine.Name));
        }

        IEnumerable<(ScenarioEvent.Migrate Move, SourcePosition Where)> moves = context.Events
            .Zip(context.EventPositions)
            .Where(pair => pair.First is ScenarioEvent.Migrate { Machine.Length: > 0, To.Length: > 0 })
            .Select(pair => ((ScenarioEvent.Migrate)pair.First, pair.Second))
            .OrderBy(pair => pair.Item1.When is ScenarioTrigger.At at ? at.Time : Instant.MaxValue);
        bool isOrdered = true;
        foreach ((ScenarioEvent.Migrate move, SourcePosition where) in moves)
        {
            // A move that waits for a moment, or happens in one arm only, leaves open where the machine is.
            isOrdered &= move.When is ScenarioTrigger.At && move.Arm is null;
            if (isOrdered && places.GetValueOrDefault(move.Machine) == move.To)
            {
                context.Wrong(where, $"'to': machine '{move.Machine}' is on '{move.To}' already");
            }

            places[move.Machine] = move.To;
            Settle(move.Machine, move.To, where);
        }

        void Settle(string machine, string host, SourcePosition where)
        {
            HashSet<string> there =
                guests.TryGetValue(host, out HashSet<string>? known) ? known : guests[host] = [];
            if (there.Add(machine) && there.Count > MachinePorts)
            {
                context.Wrong(
                    where, $"host '{host}' has ports for {MachinePorts} machines; '{machine}' is one more");
            }
        }
    }
}
