using Xia.Laboratory;
using Xia.Laboratory.Results;
using Xia.Laboratory.Running;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Reading;

namespace Xia.Scenarios.Tests.Sessions;

/// <summary>The sessions of the TCP/IP arm break because the address is gone, and for no other reason.</summary>
internal sealed class HostRoutesTests
{
    [Test]
    public void IpNone_AddressStaysBehind_EverySessionBreaksAsItsApplicationFinds()
    {
        ArmResult arm = SmallScenario.Run(SmallScenario.Of([SmallScenario.IpArm], [SmallScenario.Move])).Arms[0];

        Assert.That(arm.Failures, Is.Empty);
        Assert.That(arm.Moves.Single().Outcome, Is.EqualTo(MoveOutcome.Completed));
        Assert.That(arm.Sessions.Select(session => session.Client), Is.SupersetOf(new[] { "probe", "stream" }));
        foreach (SessionResult session in arm.Sessions.Where(session => session.Kind != "connect"))
        {
            Assert.That(session.Outcome, Is.EqualTo(SessionOutcome.Broken), session.Client);
            Assert.That(session.Reason, Is.Not.Null.And.Not.Empty, session.Client);
            Assert.That(session.Stall.Nanoseconds, Is.GreaterThanOrEqualTo(1_500_000_000), session.Client);
        }
    }

    [Test]
    public void IpNone_AddressMadeReachableAgain_NoSessionBreaks()
    {
        Scenario scenario = SmallScenario.Of(
            [SmallScenario.IpArm], [SmallScenario.Move, .. SmallScenario.HostRoutes]);
        ArmRun run = SmallScenario.Build(scenario, "ip-none");
        ArmResult arm = SmallScenario.Finish(run).Result;

        Assert.That(arm.Failures, Is.Empty);
        Assert.That(arm.Metrics["sessionsBroken"], Is.Zero, string.Join("; ", arm.Sessions));
        Assert.That(arm.Metrics["stalledAtEnd"], Is.Zero, string.Join("; ", arm.Sessions));
        Assert.That(arm.Metrics["connectsFailed"], Is.Zero);
        Assert.That(run.Clients.Stream!.Client.Results.Answers, Is.GreaterThan(100));
        Assert.That(arm.Metrics["excessGapMs"], Is.Not.Null);
    }

    [Test]
    public void IpNone_WithoutTheProxyOfTheOldGateway_StreamsBreak()
    {
        // The routes alone bring requests to the machine, whose answers go to a gateway that is not there.
        Scenario scenario = SmallScenario.Of(
            [SmallScenario.IpArm], [SmallScenario.Move, .. SmallScenario.HostRoutes.Take(2)]);
        ArmResult arm = SmallScenario.Run(scenario).Arms[0];

        Assert.That(arm.Metrics["sessionsBroken"], Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public void HostRoutes_ShippedScenario_BreaksNothing()
    {
        Scenario scenario = ScenarioReader.Read(Path.Combine(SmallScenario.Folder, "host-routes"), []);
        RunResult result = ScenarioRunner.Run(scenario, new RunOptions(), null, CancellationToken.None);
        ArmResult routed = result.Arms.Single(arm => arm.Arm.Name == "ip-host-routes");
        ArmResult bare = result.Arms.Single(arm => arm.Arm.Name == "ip-none");

        Assert.That(result.Succeeded, Is.True);
        Assert.That(routed.Metrics["sessionsBroken"], Is.Zero, string.Join("; ", routed.Sessions));
        Assert.That(routed.Metrics["connectsFailed"], Is.Zero);
        Assert.That(bare.Metrics["sessionsBroken"], Is.GreaterThanOrEqualTo(2));
    }
}
