using Xia.Laboratory;
using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;

namespace Xia.Cli;

/// <summary>Joins the command to the laboratory.</summary>
internal static class Wiring
{
    internal static RunResult Run(
        Scenario scenario, RunOptions options, IProgress<RunProgress>? progress,
        CancellationToken cancellation) =>
        ScenarioRunner.Run(scenario, options, progress, cancellation);
}
