using Xia.Emulator.Costs;
using Xia.Kernel.Work;
using Xia.Laboratory;
using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Reading;

namespace Xia.Scenarios.Tests.Sessions;

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

    [Test]
    public void Quickstart_IdealCosts_TheGapIsThePauseAndTheLongerWay()
    {
        Scenario scenario = ScenarioReader.Read(
            Path.Combine(SmallScenario.Folder, "quickstart"),
            [new ScenarioOverride("costs", "none"), new ScenarioOverride("until", "8s"), new ScenarioOverride("captures", "[]")]);
        RunResult result = ScenarioRunner.Run(
            scenario, new RunOptions { Arms = ["xia"] }, null, CancellationToken.None);

        Assert.That(result.Succeeded, Is.True);
        AssertExcess(result.Arms[0], 0);
    }

    private static void AssertLossless(ArmResult xia)
    {
        Assert.That(xia.PromiseKept, Is.True);
        Assert.That(xia.Metrics["sessionsBroken"], Is.Zero);
        Assert.That(xia.Metrics["stalledAtEnd"], Is.Zero);
        Assert.That(xia.Metrics["requestsLost"], Is.Zero);
        Assert.That(xia.Metrics["connectsFailed"], Is.Zero);

        // The work of proving the new place, queueing for one core at each end, comes on top of the ideal bound. The
        // guest signs its announcement on the link and a rebinding for each of the client's two associations; the client
        // validates session and host key and checks message, delegation and attachment for each of the two.
        const int associations = 2;
        decimal proving = CostOf(WorkKind.Sign, 1 + associations)
            + (associations * (CostOf(WorkKind.ValidateKey, 2) + CostOf(WorkKind.CheckSignature, 3)));
        Assert.That(proving, Is.EqualTo(1.159m), "milliseconds, by the default cost table");
        AssertExcess(xia, proving);
        Assert.That(xia.Metrics["clientGapMs"], Is.GreaterThanOrEqualTo(xia.Metrics["pauseMs"]!.Value));
    }

    /// <summary>One probe interval is the resolution of the figure; the rest has to be explained.</summary>
    /// <remarks>
    /// On the wire: up to 64 KiB of stream and held answers go first on the way out of the new site, 0.5 ms at 1 Gbps.
    /// </remarks>
    private static void AssertExcess(ArmResult xia, decimal explained)
    {
        const decimal probeInterval = 1m;
        const decimal queueing = 0.5m;
        decimal bound = probeInterval + queueing + explained;
        Assert.That(xia.Metrics["excessGapMs"], Is.Not.Null.And.LessThanOrEqualTo(bound));
        Assert.That(xia.Metrics["excessGapMs"], Is.GreaterThanOrEqualTo(-probeInterval));
    }

    private static decimal CostOf(WorkKind kind, long units) =>
        CostTable.Default.PicosecondsPerUnit(kind) * units / 1_000_000_000m;

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
