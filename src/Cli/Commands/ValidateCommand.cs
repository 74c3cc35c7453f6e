using System.CommandLine;
using Xia.Cli.Output;
using Xia.Laboratory;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Reading;
using Xia.Laboratory.Scenarios.Writing;

namespace Xia.Cli.Commands;

/// <summary><c>xia validate PATH</c>: says everything that is wrong in a scenario.</summary>
internal static class ValidateCommand
{
    internal static Command Create(Terminal terminal)
    {
        var path =
            new Argument<string>("PATH") { Description = "A scenario file, or a folder with scenario.yaml." };
        Option<ScenarioOverride[]> overrides = OverrideOption.Create();
        var print = new Option<bool>("--print")
        {
            Description = "Prints the scenario with every default filled in.",
        };
        var command = new Command(
            "validate", "Says everything that is wrong in a scenario and its graphs, and runs nothing.")
        {
            path,
            overrides,
            print,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(path);
            Scenario scenario = ScenarioReader.Read(file, parsed.GetRequiredValue(overrides));
            ScenarioRunner.Check(scenario, []);
            terminal.Out.Write(parsed.GetValue(print)
                ? ScenarioWriter.Write(scenario)
                : $"{file}: valid: {scenario.Nodes.Count} nodes, {scenario.Links.Count} links, "
                + $"{scenario.Machines.Count} machines, {scenario.Arms.Count} arms, digest "
                + $"{scenario.Digest}\n");
            return ExitCode.Success;
        });
        return command;
    }
}
