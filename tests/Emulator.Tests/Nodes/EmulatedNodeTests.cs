using Xia.Emulator.Costs;
using Xia.Emulator.Loop;
using Xia.Emulator.Nodes;
using Xia.Kernel.Time;
using Xia.Migration.Machines;

namespace Xia.Emulator.Tests.Nodes;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EmulatedNodeTests
{
    private readonly Simulation _simulation = new();
    private readonly GuestClock _clock = new();

    [Test]
    public void Deadline_OfANode_IsHandledAtItsInstantAndNotBefore()
    {
        EmulatedNode node = Make(null);
        Alarm alarm = new(At(10));
        node.Add(alarm);
        node.Reschedule(_simulation.Now);
        RunUntil(At(10) - Duration.FromNanoseconds(1));
        Assert.That(alarm.Calls, Is.Empty);
        RunUntil(At(20));
        Assert.That(alarm.Calls, Is.EqualTo(new[] { At(10) }));
        Assert.That(node.TimeoutsHandled, Is.EqualTo(1));
    }

    [Test]
    public void Deadline_OfAPausedGuest_WaitsForTheResumeAndGoesOnInGuestTime()
    {
        EmulatedNode node = Make(_clock);
        Alarm alarm = new(At(10));
        node.Add(alarm);
        _clock.Resume(At(0));
        node.Reschedule(At(0));
        RunUntil(At(4));
        _clock.Pause(At(4));
        RunUntil(At(100));
        Assert.That(alarm.Calls, Is.Empty, "nothing runs in a pause");
        Assert.That(node.IsRunning, Is.False);

        _clock.Resume(At(100));
        node.Reschedule(At(100));
        RunUntil(At(106) - Duration.FromNanoseconds(1));
        Assert.That(alarm.Calls, Is.Empty);
        RunUntil(At(200));
        Assert.That(alarm.Calls, Is.EqualTo(new[] { At(10) }), "told in guest time");
        Assert.That(node.Local(At(200)), Is.EqualTo(At(104)));
    }

    [Test]
    public void Deadline_OfAStalledGuest_IsLaterByTheStall()
    {
        EmulatedNode node = Make(_clock);
        List<Instant> world = [];
        Alarm alarm = new(At(10)) { Heard = () => world.Add(_simulation.Now) };
        node.Add(alarm);
        _clock.Resume(At(0));
        node.Reschedule(At(0));
        RunUntil(At(5));
        _clock.Stall(Duration.FromMilliseconds(3), At(5));
        RunUntil(At(50));
        Assert.That(world, Is.EqualTo(new[] { At(13) }));
    }

    [Test]
    public void AfterWork_DeadlineHandled_IsCalledBeforeTheNextIsWorkedOut()
    {
        EmulatedNode node = Make(_clock);
        List<Instant> world = [];
        Alarm alarm = new(At(10), At(20)) { Heard = () => world.Add(_simulation.Now) };
        node.Add(alarm);
        node.AfterWork = () => _clock.Stall(Duration.FromMilliseconds(2), _simulation.Now);
        _clock.Resume(At(0));
        node.Reschedule(At(0));
        RunUntil(At(50));
        Assert.That(world, Is.EqualTo(new[] { At(10), At(22) }));
    }

    [Test]
    public void Removed_Application_IsNotCalledAgain()
    {
        EmulatedNode node = Make(null);
        Alarm alarm = new(At(10));
        node.Add(alarm);
        node.Reschedule(_simulation.Now);
        node.Remove(alarm);
        RunUntil(At(20));
        Assert.That(alarm.Calls, Is.Empty);
    }

    private static Instant At(long milliseconds) => Instant.Zero + Duration.FromMilliseconds(milliseconds);

    private EmulatedNode Make(GuestClock? clock) => new(
        "node", _simulation, new VirtualProcessor(1, CostTable.Ideal), clock, Duration.FromMicroseconds(1));

    private void RunUntil(Instant end) => _simulation.RunUntil(end, CancellationToken.None);

    private sealed class Alarm(params Instant[] times) : ITimed
    {
        private int _next;

        public List<Instant> Calls { get; } = [];

        public Action? Heard { get; init; }

        public Instant? NextTimeout => _next < times.Length ? times[_next] : null;

        public void OnTimeout(Instant now)
        {
            _next++;
            Calls.Add(now);
            Heard?.Invoke();
        }
    }
}
