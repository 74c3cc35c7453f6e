using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;

namespace Xia.Cli;

/// <summary>
/// Runs a scenario; how the command reaches the laboratory, and what a test puts in its place.
/// </summary>
internal delegate RunResult ScenarioRun(
    Scenario scenario, RunOptions options, IProgress<RunProgress>? progress, CancellationToken cancellation);
