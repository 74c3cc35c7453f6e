using Xia.Kernel.Time;
using Xia.Laboratory.Results;
using Xia.Laboratory.Running;

namespace Xia.Scenarios.Tests;

/// <summary>What became of an arm.</summary>
/// <param name="Run">The arm, everything in it destroyed.</param>
/// <param name="Result">Its result.</param>
/// <param name="RunsOn">The hosts on which a copy ran at the end.</param>
/// <param name="Stalled">How long the first of these was held up.</param>
/// <param name="IsSound">Whether the stores of these were whole.</param>
internal sealed record Finished(
    ArmRun Run, ArmResult Result, IReadOnlyList<string> RunsOn, Duration Stalled, bool IsSound);
