using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;

namespace Xia.Cli;

/// <summary>Joins the command to the laboratory.</summary>
internal static class Wiring
{
    internal static RunResult Run(
        Scenario scenario, RunOptions options, IProgress<RunProgress>? progress, CancellationToken cancellation) =>
        throw new NotSupportedException("This build has no laboratory to run scenarios in.");
}
