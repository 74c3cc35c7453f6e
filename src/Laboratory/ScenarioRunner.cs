using Xia.Emulator.Costs;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Running;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;

namespace Xia.Laboratory;

/// <summary>Runs a scenario in virtual time, all its arms from the same seed.</summary>
public static class ScenarioRunner
{
    /// <summary>Runs the arms that the options ask for.</summary>
    /// <exception cref="ArgumentException">An arm that the options name does not exist.</exception>
    /// <exception cref="FormatException">The cost table is wrong.</exception>
    /// <exception cref="ScenarioException">A graph is wrong.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static RunResult Run(
        Scenario scenario, RunOptions options, IProgress<RunProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        NetworkPlan plan = NetworkPlanner.Plan(scenario);
        CostTable costs = CostsOf(scenario.Costs);
        CheckGraphs(scenario, plan, costs, options);
        return RunConductor.Run(
            scenario,
            options,
            costs.Name,
            (arm, recorder, stop) => new ArmRun(scenario, plan, arm, costs, recorder).Run(progress, stop),
            cancellation);
    }

    /// <summary>
    /// Loads every graph of the arms that will run, so that a wrong one is told before anything runs.
    /// </summary>
    private static void CheckGraphs(Scenario scenario, NetworkPlan plan, CostTable costs, RunOptions options)
    {
        foreach (ScenarioArm arm in scenario.Arms)
        {
            if (options.Arms.Count == 0 || options.Arms.Contains(arm.Name))
            {
                using ArmRecorder unused = new(arm.Name, null);
                ArmRun.CheckGraphs(scenario, plan, arm, costs, unused);
            }
        }
    }

    private static CostTable CostsOf(ScenarioCosts costs) => costs.Source switch
    {
        ScenarioCosts.CostSource.Default => CostTable.Default,
        ScenarioCosts.CostSource.None => CostTable.Ideal,
        ScenarioCosts.CostSource.File => CostTable.Parse(File.ReadAllText(costs.File!.Path)),
        _ =>
            throw new ArgumentOutOfRangeException(nameof(costs), costs.Source, "An unknown source of costs."),
    };
}
