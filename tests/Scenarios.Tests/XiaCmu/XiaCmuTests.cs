using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Metrics;
using Xia.Scenarios.Tests.Runs;

namespace Xia.Scenarios.Tests.XiaCmu;

/// <summary>The published migration on the XIA prototype: pause and round trip are given, gap and loss must follow.</summary>
internal sealed class XiaCmuTests
{
    private const double PauseMs = 340.7;
    private const double RoundTripMs = 25.56;
    private const double ProbeIntervalMs = 1;

    /// <summary>The first of 341 held requests is answered at once; the neighbour question goes ahead of it.</summary>
    private const double QueueingMs = 1;

    private RunResult? _result;

    [OneTimeSetUp]
    public void RunOnce() => _result = ShippedScenario.Run("xia-cmu", []);

    [Test]
    public void Pause_InBothArms_IsTheForcedOne()
    {
        Assert.That(Arm("bare").Metrics.Milliseconds("pauseMs"), Is.EqualTo(PauseMs).Within(1));
        Assert.That(Arm("buffered").Metrics.Milliseconds("pauseMs"), Is.EqualTo(PauseMs).Within(1));
    }

    [Test]
    public void Gap_WithoutForwarding_IsThePauseAndOneRoundTrip()
    {
        MetricSet figures = Arm("bare").Metrics;
        Assert.That(
            figures.Milliseconds("clientGapMs"),
            Is.EqualTo(figures.Milliseconds("pauseMs") + RoundTripMs).Within(1));
        Assert.That(figures.Figure("requestsLost"), Is.EqualTo(366).Within(2));
    }

    [Test]
    public void Gap_WithForwardingAndBuffering_IsThePauseAndNothingIsLost()
    {
        MetricSet figures = Arm("buffered").Metrics;
        Assert.That(figures.Milliseconds("excessGapMs"), Is.InRange(-ProbeIntervalMs, ProbeIntervalMs + QueueingMs));
        Assert.That(figures.Figure("requestsLost"), Is.Zero);
        Assert.That(figures.Figure("requestsDuplicated"), Is.Zero);
    }

    [Test]
    public void Sessions_InBothArms_AllLive()
    {
        foreach (ArmResult arm in _result!.Arms)
        {
            Assert.That(arm.Failures, Is.Empty);
            Assert.That(arm.PromiseKept, Is.True);
            Assert.That(arm.Sessions.Select(session => session.Outcome), Has.All.EqualTo(SessionOutcome.Lived));
        }
    }

    /// <summary>Where between two requests the freeze falls decides whether 366 or 367 are lost; nothing else may.</summary>
    [TestCase("1000000us")]
    [TestCase("1000250us")]
    [TestCase("1000750us")]
    public void Gap_AtAnyMomentOfTheFreeze_IsQuantisedByTheProbeOnly(string at)
    {
        RunResult result = ShippedScenario.Run(
            "xia-cmu", [$"events.0.at={at}", "until=12s", "clients.probe.stop=2s"]);
        foreach (ArmResult arm in result.Arms)
        {
            bool isBare = arm.Arm.Name == "bare";
            double networkMs = isBare ? RoundTripMs : 0;
            double slackMs = isBare ? 2 * ProbeIntervalMs : ProbeIntervalMs + QueueingMs;
            double excessMs = arm.Metrics.Milliseconds("clientGapMs") - PauseMs - networkMs;
            decimal lost = arm.Metrics.Figure("requestsLost");
            Assert.That(excessMs, Is.InRange(-ProbeIntervalMs, slackMs), arm.Arm.Name);
            Assert.That(lost, isBare ? Is.InRange(366, 367) : Is.Zero, arm.Arm.Name);
        }
    }

    /// <summary>Signatures and proven neighbours, which the prototype's rebinding did without, cost below 2 ms.</summary>
    [Test]
    public void Gap_WithSignaturesPaidFor_GrowsByTheirWork()
    {
        RunResult result = ShippedScenario.Run(
            "xia-cmu", ["costs=default", "until=13s", "clients.probe.stop=2s"]);
        MetricSet bare = result.Arms.Single(arm => arm.Arm.Name == "bare").Metrics;
        MetricSet buffered = result.Arms.Single(arm => arm.Arm.Name == "buffered").Metrics;
        Assert.That(
            bare.Milliseconds("clientGapMs") - PauseMs - RoundTripMs, Is.InRange(0, (2 * ProbeIntervalMs) + 2));
        Assert.That(bare.Figure("requestsLost"), Is.EqualTo(367.5m).Within(1.5m));
        Assert.That(buffered.Milliseconds("excessGapMs"), Is.InRange(-ProbeIntervalMs, ProbeIntervalMs + QueueingMs));
        Assert.That(buffered.Figure("requestsLost"), Is.Zero);
    }

    /// <summary>Longer than a router keeps packets for a neighbour that does not answer: the gate holds them.</summary>
    [Test]
    public void Buffer_InALongPause_HoldsWhatTheRouterWouldDrop()
    {
        RunResult result = ShippedScenario.Run(
            "xia-cmu",
            [
                "events.0.forcedPause=3500ms", "clients.probe.datagrams.every=10ms", "until=16s",
                "clients.probe.stop=5s",
            ],
            new RunOptions { Arms = ["buffered"] });
        Assert.That(result.Arms[0].Metrics.Figure("requestsLost"), Is.Zero);
    }

    private ArmResult Arm(string name) => _result!.Arms.Single(arm => arm.Arm.Name == name);
}
