using Xia.Emulator.Costs;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Laboratory.Running;
using Xia.Laboratory.Scenarios;

namespace Xia.Scenarios.Tests.Moves;

/// <summary>The first write to a page in a round holds the guest up, whichever program wrote.</summary>
internal sealed class DirtyLogTests
{
    [TestCase("{ writer: { hot: { region: 512KiB, rate: 500/s } } }")]
    [TestCase("none")]
    public void Move_WritesUnderDirtyLogging_StallTheGuestByTheirPrice(string workload)
    {
        Scenario scenario = SmallScenario.Read(
            SmallScenario.Text([SmallScenario.XiaArm], [SmallScenario.Move], "3s"),
            new ScenarioOverride("machines.web.workload", workload));
        ArmRun run = SmallScenario.Build(scenario, "xia");
        Finished end = SmallScenario.Finish(run);
        long faults = run.Network.Copies[0].Machine.Memory.Dirty.FaultsTotal;
        long picoseconds = CostTable.Default.PicosecondsPerUnit(WorkKind.DirtyLogFault);

        Assert.That(end.Result.Failures, Is.Empty);
        Assert.That(faults, Is.GreaterThan(0));
        Assert.That(end.Stalled, Is.EqualTo(new Duration(faults * picoseconds / 1000)));
    }
}
