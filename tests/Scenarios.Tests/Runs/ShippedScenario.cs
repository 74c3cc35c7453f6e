using Xia.Kernel.Time;
using Xia.Laboratory;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Metrics;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Reading;

namespace Xia.Scenarios.Tests.Runs;

/// <summary>The scenarios that the repository ships, and their runs.</summary>
internal static class ShippedScenario
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where a scenario, or another file of the folder of scenarios, lies.</summary>
    public static string PathOf(params string[] names) => Path.Combine([Root, "scenarios", .. names]);

    /// <summary>Runs arms of a shipped scenario, with values of its file replaced.</summary>
    /// <param name="name">The scenario's folder.</param>
    /// <param name="overrides">As behind <c>--set</c>.</param>
    /// <param name="options">Which arms, and where results go.</param>
    public static RunResult Run(string name, IEnumerable<string> overrides, RunOptions? options = null)
    {
        ScenarioOverride[] changes =
        [
            .. overrides.Select(text => ScenarioOverride.TryParse(text, out ScenarioOverride change)
                ? change
                : throw new ArgumentException($"'{text}' is not path=value.", nameof(overrides))),
        ];
        Scenario scenario = ScenarioReader.Read(PathOf(name), changes);
        return ScenarioRunner.Run(scenario, options ?? new RunOptions(), null, CancellationToken.None);
    }

    /// <summary>A figure of an arm, in the metric's own unit.</summary>
    public static decimal Figure(this MetricSet metrics, string name) =>
        metrics.Items.Single(metric => metric.Definition.Name == name).Value
        ?? throw new AssertionException($"{name} is never.");

    /// <summary>The value of a figure in milliseconds.</summary>
    public static double Milliseconds(this MetricSet metrics, string name) => (double)metrics.Figure(name);

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Xia.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests has Xia.sln.");
    }
}
