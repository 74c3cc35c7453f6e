using Xia.Laboratory.Results.Metrics;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Laboratory.Scenarios.Reading;

namespace Xia.Laboratory.Tests.Scenarios;

/// <summary>What the repository shows to newcomers is right.</summary>
internal sealed class ShippedScenarioTests
{
    private static readonly string Root = FindRoot();

    [Test]
    public void Quickstart_File_IsValidAndPlans()
    {
        Scenario scenario = ScenarioReader.Read(Path.Combine(Root, "scenarios", "quickstart"), []);

        Assert.That(scenario.Arms.Select(arm => arm.Name), Is.EqualTo(new[] { "xia", "ip-none" }));
        Assert.That(NetworkPlanner.Plan(scenario).Machine("web").Address.ToString(), Is.EqualTo("10.2.0.4"));
    }

    [Test]
    public void Readme_Example_IsValid()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md")).ReplaceLineEndings("\n");
        string example = readme.Split("```yaml\n")[1].Split("```")[0];

        Scenario scenario = ScenarioReader.ReadText(
            Path.Combine(Root, "scenarios", "example.yaml"), example, [], Root);

        Assert.That(scenario.Machines.Single().Name, Is.EqualTo("web"));
    }

    [Test]
    public void Documentation_Figures_AreThoseOfTheCatalogue()
    {
        string document = File.ReadAllText(Path.Combine(Root, "docs", "results.md"));

        Assert.That(
            MetricCatalog.All.Select(definition => definition.Name.Split('.')[0]),
            Has.All.Matches<string>(name => document.Contains($"`{name}`", StringComparison.Ordinal)
                || document.Contains($"`{name}.", StringComparison.Ordinal)));
    }

    private static string FindRoot()
    {
        DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Xia.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests has Xia.sln.");
    }
}
