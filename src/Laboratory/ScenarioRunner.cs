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
    /// <summary>Loads the graphs of every node and machine, and runs nothing.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="arms">The arms that will run; none for all.</param>
    /// <exception cref="ScenarioException">A graph is wrong; holds every mistake.</exception>
    public static void Check(Scenario scenario, IReadOnlyCollection<string> arms)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(arms);
        NetworkPlan plan = NetworkPlanner.Plan(scenario);
        CostTable costs = CostsOf(scenario.Costs);
        List<ScenarioMistake> mistakes = [];
        foreach (ScenarioArm arm in scenario.Arms.Where(arm => arms.Count == 0 || arms.Contains(arm.Name)))
        {
            using ArmRecorder unused = new(arm.Name, null);
            mistakes.AddRange(ArmRun.CheckGraphs(scenario, plan, arm, costs, unused));
        }

        if (mistakes.Count > 0)
        {
            throw new ScenarioException([.. mistakes.Distinct()]);
        }
    }

    /// <summary>Runs the arms that the options ask for.</summary>
    /// <exception cref="ArgumentException">An arm that the options name does not exist.</exception>
    /// <exception cref="ScenarioException"><see cref="Check"/> finds a mistake; nothing ran.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static RunResult Run(
        Scenario scenario, RunOptions options, IProgress<RunProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        Check(scenario, options.Arms);
        NetworkPlan plan = NetworkPlanner.Plan(scenario);
        CostTable costs = CostsOf(scenario.Costs);
        return RunConductor.Run(
            scenario,
            options,
            costs.Name,
            (arm, recorder, stop) => new ArmRun(scenario, plan, arm, costs, recorder).Run(progress, stop),
            cancellation);
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
