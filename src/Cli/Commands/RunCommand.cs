using System.CommandLine;
using System.Globalization;
using Xia.Cli.Output;
using Xia.Laboratory;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Reading;

namespace Xia.Cli.Commands;

/// <summary><c>xia run PATH</c>: runs a scenario's arms and prints one table.</summary>
internal sealed class RunCommand
{
    private readonly Terminal _terminal;
    private readonly ScenarioRun _run;

    private readonly Argument<string> _path = new("PATH")
    {
        Description = "A scenario file, or a folder with scenario.yaml.",
    };

    private readonly Option<string?> _json = new("--json")
    {
        HelpName = "FILE",
        Description = "Writes the result there as well; '-' is the standard output, in place of the table.",
    };

    private readonly Option<ulong?> _seed = new("--seed")
    {
        HelpName = "N",
        Description = "The root of all randomness, instead of the scenario's.",
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "DIR",
        Description = "The run folder, instead of a new one under runs/.",
    };

    private readonly Option<string[]> _arms = new("--arm")
    {
        HelpName = "NAME",
        Description = "Runs this arm only; may stand several times.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<ScenarioOverride[]> _overrides = OverrideOption.Create();

    private readonly Option<bool> _quiet =
        new("--quiet") { Description = "Prints neither progress nor the table." };

    private readonly Option<string?> _costs = new("--costs")
    {
        HelpName = "default|none|FILE",
        Description = "What work costs on a core; with none, results say \"ideal\".",
    };

    private RunCommand(Terminal terminal, ScenarioRun run)
    {
        _terminal = terminal;
        _run = run;
    }

    internal static Command Create(Terminal terminal, ScenarioRun run) =>
        new RunCommand(terminal, run).ToCommand();

    private Command ToCommand()
    {
        var command = new Command("run", "Runs a scenario over each of its arms and prints one table.")
        {
            _path, _json, _seed, _out, _arms, _overrides, _quiet, _costs,
        };
        command.SetAction((parsed, cancellation) =>
            Task.Run(() => Execute(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        Scenario scenario = ScenarioReader.Read(parsed.GetRequiredValue(_path), Overrides(parsed));
        string[] arms = parsed.GetRequiredValue(_arms);
        if (Array.Find(arms, name => scenario.Arms.All(arm => arm.Name != name)) is { } unknown)
        {
            string known = string.Join(", ", scenario.Arms.Select(arm => arm.Name));
            _terminal.Error.WriteLine($"xia: the scenario has no arm '{unknown}'; it has {known}");
            return ExitCode.Usage;
        }

        // Before the files of an earlier run go away.
        ScenarioRunner.Check(scenario, arms);
        string folder = parsed.GetValue(_out) is { } place
            ? RunFolder.Prepare(place)
            : RunFolder.CreateNew(RunFolder.DefaultParent, scenario);
        var options = new RunOptions
        {
            Arms = arms,
            Parallelism = Environment.ProcessorCount,
            Folder = folder,
            Version = Application.Version,
            Commit = Application.Commit,
        };
        bool isQuiet = parsed.GetValue(_quiet);
        ProgressLine? progress = isQuiet ? null : new ProgressLine(_terminal, TimeProvider.System);
        RunResult result;
        try
        {
            result = _run(scenario, options, progress, cancellation);
        }
        finally
        {
            progress?.Clear();
        }

        Print(result, folder, parsed.GetValue(_json), isQuiet);
        return result.Succeeded ? ExitCode.Success : ExitCode.RunFailed;
    }

    private List<ScenarioOverride> Overrides(ParseResult parsed)
    {
        List<ScenarioOverride> overrides = [.. parsed.GetRequiredValue(_overrides)];
        if (parsed.GetValue(_seed) is { } seed)
        {
            overrides.Add(new ScenarioOverride("seed", seed.ToString(CultureInfo.InvariantCulture)));
        }

        if (parsed.GetValue(_costs) is { } costs)
        {
            overrides.Add(new ScenarioOverride("costs", costs));
        }

        return overrides;
    }

    private void Print(RunResult result, string folder, string? json, bool isQuiet)
    {
        if (json == "-")
        {
            _terminal.Out.Write(System.Text.Encoding.UTF8.GetString(result.Json.Span));
        }
        else if (json is not null)
        {
            File.WriteAllBytes(json, result.Json.Span);
        }

        if (!isQuiet && json != "-")
        {
            ResultTable.Print(result, folder, _terminal);
        }

        if (isQuiet)
        {
            foreach (ArmResult arm in result.Arms)
            {
                foreach (string failure in arm.Failures)
                {
                    _terminal.Error.WriteLine($"{arm.Arm.Name}: failed: {failure}");
                }
            }
        }
    }
}
