using Xia.Laboratory.Building;
using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;

namespace Xia.Scenarios.Tests.Moves;

/// <summary>Nothing but what crossed the links reaches a destination.</summary>
internal sealed class RebuiltFromBytesTests
{
    [TestCase("xia")]
    [TestCase("ip-none")]
    public void Move_SourceOverwrittenBeforeTheResume_KeepsEverySessionAndValue(string arm)
    {
        Scenario scenario = SmallScenario.Of(
            [SmallScenario.XiaArm, SmallScenario.IpArm], [SmallScenario.Move, .. SmallScenario.HostRoutes]);
        ArmTrial trial = new() { OverwriteSourceAtCommit = true };
        Finished end = SmallScenario.Finish(SmallScenario.Build(scenario, arm, trial));

        Assert.That(end.Result.Failures, Is.Empty);
        Assert.That(end.Result.Moves.Single().Outcome, Is.EqualTo(MoveOutcome.Completed));
        Assert.That(end.RunsOn, Is.EqualTo(new[] { "hostB" }));
        Assert.That(end.IsSound, Is.True);
        Assert.That(end.Result.Metrics["sessionsBroken"], Is.Zero, string.Join("; ", end.Result.Sessions));
        Assert.That(end.Result.Metrics["connectsFailed"], Is.Zero);

        // Every answer carries the value that belongs to its key: the clients check them.
        Assert.That(end.Run.Clients.Probe!.Client.Results.Wrong, Is.Zero);
        Assert.That(end.Run.Clients.Stream!.Client.Results.Answers, Is.GreaterThan(100));
    }
}
