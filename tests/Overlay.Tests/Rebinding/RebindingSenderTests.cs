using Xia.Kernel.Time;
using Xia.Overlay.Rebinding;

namespace Xia.Overlay.Tests.Rebinding;

public sealed class RebindingSenderTests
{
    private static readonly Instant Start = new(1_000_000_000);
    private static readonly Duration Rtt = Duration.FromMilliseconds(30);

    [Test]
    public void OnTimeout_OneNanosecondEarly_ChangesNothing()
    {
        RebindingSender sender = new(new RebindingTiming());
        sender.Begin(Start);
        Assert.That(sender.OnTimeout(Start - new Duration(1)), Is.EqualTo(RebindingStep.None));
        Assert.That(sender.Current, Is.EqualTo(RebindingSender.State.Signing));
        Assert.That(sender.OnTimeout(Start), Is.EqualTo(RebindingStep.SendFirst));
        Assert.That(sender.NextTimeout, Is.Null);
        sender.OnSent(Rtt, Start);
        Assert.That(sender.NextTimeout, Is.EqualTo(Start + Rtt));
        Assert.That(sender.OnTimeout(Start + Rtt - new Duration(1)), Is.EqualTo(RebindingStep.None));
        Assert.That(sender.OnTimeout(Start + Rtt), Is.EqualTo(RebindingStep.SendAgain));
    }

    [Test]
    public void Spacing_OverAllTries_IsEvenThenDoublesThenKeepsAlive()
    {
        RebindingSender sender = new(new RebindingTiming());
        List<double> spacings = [];
        Instant now = Start;
        sender.Begin(now);
        RebindingStep step = sender.OnTimeout(now);
        while (step != RebindingStep.GiveUp)
        {
            sender.OnSent(Rtt, now);
            spacings.Add((sender.NextTimeout!.Value - now).TotalMilliseconds);
            now = sender.NextTimeout.Value;
            step = sender.OnTimeout(now);
        }

        Assert.That(
            spacings.Take(11),
            Is.EqualTo(new double[] { 30, 30, 30, 60, 120, 240, 480, 960, 1000, 5000, 5000 }));
        Assert.That(spacings, Has.Count.EqualTo(70));
        Assert.That(sender.IsOpen, Is.False);
        Assert.That(sender.NextTimeout, Is.Null);
    }

    [Test]
    public void Spacing_WithoutOrWithTinyRoundTrip_IsTheInitialOneOrTheFloor()
    {
        RebindingSender sender = new(new RebindingTiming());
        sender.Begin(Start);
        sender.OnTimeout(Start);
        sender.OnSent(null, Start);
        Assert.That(sender.NextTimeout, Is.EqualTo(Start + Duration.FromMilliseconds(200)));
        sender.OnTimeout(sender.NextTimeout!.Value);
        sender.OnSent(Duration.FromMicroseconds(1), Start);
        Assert.That(sender.NextTimeout, Is.EqualTo(Start + Duration.FromMilliseconds(10)));
    }

    [Test]
    public void Transitions_OfEveryEventInEveryState_AreThoseOfTheDiagram()
    {
        foreach (RebindingSender.State state in Enum.GetValues<RebindingSender.State>())
        {
            Assert.That(After(state, sender => sender.Begin(Start)),
                Is.EqualTo(RebindingSender.State.Signing));
            Assert.That(After(state, sender => sender.OnAcknowledged()),
                Is.EqualTo(RebindingSender.State.Idle));
            Assert.That(After(state, sender => sender.OnChallenged(Rtt, Start)), Is.EqualTo(state));
            Assert.That(
                After(state, sender => sender.OnPeerMoved()),
                Is.EqualTo(state == RebindingSender.State.Waiting ? RebindingSender.State.Due : state));
            Assert.That(
                After(state, sender => sender.OnTimeout(Start + Duration.FromSeconds(9))),
                Is.EqualTo(state is RebindingSender.State.Signing or RebindingSender.State.Waiting
                    ? RebindingSender.State.Due
                    : state));
        }
    }

    [Test]
    public void OnChallenged_WhileWaiting_PutsTheRepetitionOff()
    {
        RebindingSender sender = In(RebindingSender.State.Waiting);
        Instant later = Start + Duration.FromMilliseconds(20);
        sender.OnChallenged(Rtt, later);
        Assert.That(sender.NextTimeout, Is.EqualTo(later + Rtt));
    }

    private static RebindingSender.State After(RebindingSender.State state, Action<RebindingSender> act)
    {
        RebindingSender sender = In(state);
        act(sender);
        return sender.Current;
    }

    private static RebindingSender In(RebindingSender.State state)
    {
        RebindingSender sender = new(new RebindingTiming());
        if (state != RebindingSender.State.Idle)
        {
            sender.Begin(Start);
        }

        if (state is RebindingSender.State.Due or RebindingSender.State.Waiting)
        {
            sender.OnTimeout(Start);
        }

        if (state == RebindingSender.State.Waiting)
        {
            sender.OnSent(Rtt, Start);
        }

        return sender;
    }
}
