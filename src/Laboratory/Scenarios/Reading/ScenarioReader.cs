using System.Text;
using Xia.Emulator.Costs;
using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios.Writing;
using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Reads scenario files and says everything that is wrong in them at once.</summary>
public static class ScenarioReader
{
    /// <summary>The file that a folder's scenario is in.</summary>
    public const string FileName = "scenario.yaml";

    /// <summary>A file longer than this is no scenario.</summary>
    public const long MaximumLengthBytes = 1 << 20;

    private static readonly Duration DefaultSessionTimeout = Duration.FromSeconds(30);

    /// <summary>Reads a scenario.</summary>
    /// <param name="path">The file, or a folder with <see cref="FileName"/> in it.</param>
    /// <param name="overrides">What replaces values of the file before it is checked, in order.</param>
    /// <exception cref="ScenarioException">Something is wrong in it, or it cannot be read.</exception>
    public static Scenario Read(string path, IReadOnlyList<ScenarioOverride> overrides)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        var mistakes = new MistakeList();
        string? text = ReadText(file, mistakes);
        mistakes.ThrowIfAny();
        return ReadText(file, text!, overrides, AppContext.BaseDirectory);
    }

    /// <summary>Reads a scenario whose text is at hand.</summary>
    internal static Scenario ReadText(
        string file,
        string text,
        IReadOnlyList<ScenarioOverride> overrides,
        string programFolder)
    {
        var mistakes = new MistakeList();
        YamlValue? tree = YamlTree.Read(file, text, true, mistakes);
        if (tree is not YamlMap map)
        {
            string found = tree?.Description ?? "nothing";
            var start = new SourcePosition(file, 1, 1);
            mistakes.ThrowIfAny();
            mistakes.Add(
                tree?.Position ?? start,
                $"expected a scenario with 'name', 'nodes', 'arms' …, found {found}");
            mistakes.ThrowIfAny();
            throw new System.Diagnostics.UnreachableException("A mistake was added.");
        }

        foreach (ScenarioOverride change in overrides)
        {
            TreeOverride.Apply(map, change, mistakes);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var context = new ReadingContext(mistakes, new ScenarioLibrary(folder, programFolder));
        Scenario scenario = ReadScenario(new MapReader(map, "scenario", mistakes), folder, context);
        mistakes.ThrowIfAny();
        return scenario with { Digest = ScenarioDigest.Of(scenario) };
    }

    private static string? ReadText(string file, MistakeList mistakes)
    {
        var here = new SourcePosition(file, 0, 0);
        try
        {
            var info = new FileInfo(file);
            if (info.Exists && info.Length > MaximumLengthBytes)
            {
                mistakes.Add(
                    here, $"expected a scenario of at most {MaximumLengthBytes} bytes, found {info.Length}");
                return null;
            }

            return new UTF8Encoding(false, throwOnInvalidBytes: true)
                .GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            mistakes.Add(here, "expected text in UTF-8");
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or DirectoryNotFoundException)
        {
            mistakes.Add(here, "there is no such file");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(here, $"the file cannot be read: {wrong.Message}");
        }

        return null;
    }

    /// <summary>
    /// Reads the parts in the order in which they refer to each other, not in that of the file.
    /// </summary>
    private static Scenario ReadScenario(MapReader root, string folder, ReadingContext context)
    {
        string name = root.Require("name", Values.Name);
        string title = root.Read("title", Values.Text, name);
        ulong seed = root.Read("seed", Values.Seed, 1UL);
        Instant until = root.Require("until", Values.Instant.That(
            "a time above zero such as 60s", value => value > Instant.Zero, Instant.Zero));
        Duration sessionTimeout = root.Read("sessionTimeout", Values.PositiveDuration, DefaultSessionTimeout);
        context.Until = until;
        NetworkSection.Read(root, context);
        NodeSection.Read(root, context);
        LinkSection.Read(root, context);
        MachineSection.Read(root, context);
        ClientSection.Read(root, context);
        ArmSection.Read(root, context);
        EventSection.Read(root, context);
        CaptureSection.Read(root, context);
        ScenarioCosts costs = ReadCosts(root, context);
        root.Finish();
        AddressCheck.Check(context);
        return new Scenario
        {
            Name = name,
            Title = title,
            Seed = seed,
            Until = until,
            SessionTimeout = sessionTimeout,
            Folder = folder,
            Networks = context.Networks,
            Nodes = context.Nodes,
            Links = context.Links,
            Machines = context.Machines,
            Clients = context.Clients,
            Events = context.Events,
            Arms = context.Arms,
            Captures = context.Captures,
            Costs = costs,
            Digest = "",
        };
    }

    private static ScenarioCosts ReadCosts(MapReader root, ReadingContext context)
    {
        string text = root.Read("costs", Values.Text, "default");
        if (text is "default" or "none")
        {
            return new ScenarioCosts(
                text == "none" ? ScenarioCosts.CostSource.None : ScenarioCosts.CostSource.Default, null);
        }

        ScenarioFile? file = text.Length == 0 ? null : context.Library.FindPath(text);
        if (file is null && text.Length > 0)
        {
            context.Wrong(
                root.PositionOf("costs"),
                $"'costs': expected default, none or a file; there is no file '{text}' "
                + "in the scenario's folder");
        }

        else if (file is not null)
        {
            CheckCosts(file, root, context);
        }

        return new ScenarioCosts(ScenarioCosts.CostSource.File, file);
    }

    private static void CheckCosts(ScenarioFile file, MapReader root, ReadingContext context)
    {
        try
        {
            CostTable.Parse(File.ReadAllText(file.Path));
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            context.Wrong(root.PositionOf("costs"), $"'costs': {file.Name}: {wrong.Message}");
        }
    }
}
