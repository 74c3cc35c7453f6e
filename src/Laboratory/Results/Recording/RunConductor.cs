using Xia.Laboratory.Scenarios;

namespace Xia.Laboratory.Results.Recording;

/// <summary>
/// Runs the arms of a scenario, one after another or side by side, and gathers what they leave.
/// </summary>
/// <remarks>Arms share nothing, so the result does not depend on how many run at once.</remarks>
public static class RunConductor
{
    /// <summary>Runs one arm to its end.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="recorder">Takes its captures and its timeline.</param>
    /// <param name="cancellation">Ends it early.</param>
    public delegate ArmResult ArmRun(ScenarioArm arm, ArmRecorder recorder, CancellationToken cancellation);

    /// <summary>Runs the arms that the options ask for.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">Which arms, how many at once, where results go.</param>
    /// <param name="costs">The cost table's name and version, or <c>ideal</c>.</param>
    /// <param name="run">Runs one arm; called from several threads if the options allow it.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="ArgumentException">An arm that the options name does not exist.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static RunResult Run(
        Scenario scenario, RunOptions options, string costs, ArmRun run, CancellationToken cancellation)
    {
        ScenarioArm[] arms = Select(scenario, options.Arms);
        ArmResult[] results = new ArmResult[arms.Length];
        ArmRecorder[] recorders =
            [.. arms.Select(arm => new ArmRecorder(arm.Name, options.Folder))];
        try
        {
            var degree = new ParallelOptions
            {
                MaxDegreeOfParallelism = Math.Max(1, options.Parallelism),
                CancellationToken = cancellation,
            };
            RunAll(arms.Length, degree, i => results[i] = run(arms[i], recorders[i], cancellation));
        }
        finally
        {
            foreach (ArmRecorder recorder in recorders)
            {
                recorder.Dispose();
            }
        }

        var provenance = new Provenance(options.Version, options.Commit, scenario.Digest, costs);
        return RunFiles.Complete(scenario, results, recorders, provenance, options.Folder);
    }

    private static ScenarioArm[] Select(Scenario scenario, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (scenario.Arms.All(arm => arm.Name != name))
            {
                string known = string.Join(", ", scenario.Arms.Select(arm => arm.Name));
                throw new ArgumentException(
                    $"The scenario has no arm {name}; it has {known}.", nameof(names));
            }
        }

        return [.. scenario.Arms.Where(arm => names.Count == 0 || names.Contains(arm.Name))];
    }

    private static void RunAll(int count, ParallelOptions degree, Action<int> run)
    {
        try
        {
            Parallel.For(0, count, degree, run);
        }
        catch (AggregateException several)
        {
            // Every arm's failure has the same weight; the first keeps its own stack.
            Exception first = several.Flatten().InnerExceptions[0];
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }
}
