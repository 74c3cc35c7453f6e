using Xia.Laboratory;
using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Reading;

namespace Xia.Scenarios.Tests.Runs;

/// <summary>A wrong graph of a user is told by its own file, line and column, and nothing runs.</summary>
internal sealed class GraphMistakeTests
{
    [TestCase("core:   { in: campus, graph: router }", "core:   { in: campus, role: router, graph: { xia: XIA, ip: wrong.click } }")]
    [TestCase("workload:", "graph: { xia: GUEST, ip: wrong.click }\n    workload:")]
    public void Run_WrongGraphInTheSecondArm_IsAMistakeAndNothingRuns(string place, string mistake)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, "wrong.click"), "// mine\nin :: FromDevice(eth0);\nin -> NoSuchElement -> Discard;\n");
        string library = Path.Combine(SmallScenario.Folder, "library", "xia");
        string text = SmallScenario.Text(
                [SmallScenario.XiaArm, SmallScenario.IpArm], [SmallScenario.Move], "2s", "captures: [ siteA-hostA ]")
            .Replace(place, mistake, StringComparison.Ordinal)
            .Replace("XIA", Path.Combine(library, "router.click"), StringComparison.Ordinal)
            .Replace("GUEST", Path.Combine(library, "guest.click"), StringComparison.Ordinal);
        Scenario scenario = ScenarioReader.ReadText(
            Path.Combine(folder.Path, "scenario.yaml"), text, [], SmallScenario.Folder);
        string runs = Path.Combine(folder.Path, "run");
        RunOptions options = new() { Folder = Directory.CreateDirectory(runs).FullName };

        ScenarioException wrong = Assert.Throws<ScenarioException>(
            () => ScenarioRunner.Run(scenario, options, null, CancellationToken.None))!;

        ScenarioMistake told = wrong.Mistakes[0];
        Assert.That(told.Source, Does.EndWith("wrong.click"));
        Assert.That((told.Line, told.Column), Is.EqualTo((3, 7)));
        Assert.That(told.Message, Does.Contain("NoSuchElement"));
        Assert.That(Directory.GetFiles(runs), Is.Empty, "nothing ran");
    }
}
