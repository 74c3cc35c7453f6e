using Xia.Laboratory;
using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Reading;

namespace Xia.Scenarios.Tests;

/// <summary>The first run that a newcomer sees holds what the first page says of it.</summary>
internal sealed class QuickstartTests
{
    [Test]
    public void Quickstart_BothArms_DoWhatTheyPromise()
    {
        Scenario scenario = ScenarioReader.Read(Path.Combine(SmallScenario.Folder, "quickstart"), []);
        RunResult result = ScenarioRunner.Run(
            scenario, new RunOptions { Parallelism = 2 }, null, CancellationToken.None);
        ArmResult xia = result.Arms.Single(arm => arm.Arm.Name == "xia");
        ArmResult ip = result.Arms.Single(arm => arm.Arm.Name == "ip-none");

        Assert.That(result.Arms.SelectMany(arm => arm.Failures), Is.Empty);
        Assert.That(result.Arms.Select(arm => arm.Moves.Single().Outcome), Is.All.EqualTo(MoveOutcome.Completed));
        AssertLossless(xia);
        AssertFloor(ip);
    }

    private static void AssertLossless(ArmResult xia)
    {
        Assert.That(xia.PromiseKept, Is.True);
        Assert.That(xia.Metrics["sessionsBroken"], Is.Zero);
        Assert.That(xia.Metrics["stalledAtEnd"], Is.Zero);
        Assert.That(xia.Metrics["requestsLost"], Is.Zero);
        Assert.That(xia.Metrics["connectsFailed"], Is.Zero);

        // One probe interval is the resolution of the figure. What queueing explains: the answers that the gate held
        // requests for leave the new site's 1 Gbps uplink one after another, before them the stream's resent window of
        // at most 64 KiB, so the first of them waits 0.5 ms at most; and the rebinding is signed by the guest (45 us)
        // and checked by the client (owner's key, delegation and message: 0.5 ms at most) before an answer counts.
        const decimal probeInterval = 1m;
        const decimal queueing = 1m;
        Assert.That(xia.Metrics["excessGapMs"], Is.Not.Null.And.LessThanOrEqualTo(probeInterval + queueing));
        Assert.That(xia.Metrics["excessGapMs"], Is.GreaterThanOrEqualTo(-(probeInterval + queueing)));
        Assert.That(xia.Metrics["clientGapMs"], Is.GreaterThanOrEqualTo(xia.Metrics["pauseMs"]!.Value));
    }

    private static void AssertFloor(ArmResult ip)
    {
        SessionResult[] held = [.. ip.Sessions.Where(session => session.Kind != "connect")];
        Assert.That(held, Has.Length.EqualTo(2));
        foreach (SessionResult session in held)
        {
            Assert.That(session.Outcome, Is.EqualTo(SessionOutcome.Broken), session.Client);
            Assert.That(session.Reason, Is.Not.Null.And.Not.Empty, session.Client);
            Assert.That(session.Stall.Nanoseconds, Is.GreaterThanOrEqualTo(30_000_000_000), session.Client);
        }

        Assert.That(ip.Metrics["excessGapMs"], Is.Null);
        Assert.That(ip.Metrics["connectsFailed"], Is.GreaterThan(0));
    }
}
