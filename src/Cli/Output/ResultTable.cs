using Spectre.Console;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Metrics;

namespace Xia.Cli.Output;

/// <summary>
/// Prints what a run came to: a row per figure, a column per arm, and what each arm promised.
/// </summary>
internal static class ResultTable
{
    internal static void Print(RunResult result, string? folder, Terminal terminal)
    {
        var table =
            new Table { Border = terminal.IsOutputRedirected ? TableBorder.Ascii : TableBorder.Rounded };
        table.AddColumn("figure").AddColumn("unit");
        foreach (ArmResult arm in result.Arms)
        {
            table.AddColumn(new TableColumn(new Text(arm.Arm.Name)).RightAligned());
        }

        foreach (MetricDefinition definition in MetricCatalog.All)
        {
            if (definition.IsHeadline && result.Arms.Any(arm => arm.Metrics.Contains(definition.Name)))
            {
                string[] cells =
                [
                    definition.Name,
                    FigureText.Unit(definition.Unit),
                    .. result.Arms.Select(arm => FigureText.Of(definition, arm.Metrics, arm.Limits)),
                ];
                table.AddRow(cells.Select(cell => new Text(cell)));
            }
        }

        terminal.Tables.Write(table);
        foreach (ArmResult arm in result.Arms)
        {
            string kept = arm.PromiseKept ? "kept" : "BROKEN";
            terminal.Out.WriteLine($"{arm.Arm.Name}: promised {arm.Promise}: {kept}");
            foreach (string failure in arm.Failures)
            {
                terminal.Out.WriteLine($"{arm.Arm.Name}: FAILED: {failure}");
            }

            foreach (string note in arm.Notes)
            {
                terminal.Out.WriteLine($"{arm.Arm.Name}: note: {note}");
            }
        }

        terminal.Out.WriteLine(
            $"costs {result.Provenance.Costs}, seed {result.Seed}, digest {result.Digest}");
        if (folder is not null)
        {
            terminal.Out.WriteLine($"files in {folder}");
        }
    }
}
