using Xia.Emulator.Loop;
using Xia.Kernel.Time;

namespace Xia.Emulator.Tests.Loop;

public sealed class SimulationTests
{
    [Test]
    public void RunUntil_SameInstant_KindThenNodeThenSequence()
    {
        Simulation simulation = new();
        Recorder recorder = new();
        int target = simulation.AddTarget(recorder);
        int first = simulation.AddNode();
        int second = simulation.AddNode();
        Instant at = new(10);
        simulation.Schedule(at, EventKind.Experiment, first, target, 5);
        simulation.Schedule(at, EventKind.Node, second, target, 3);
        simulation.Schedule(at, EventKind.Node, second, target, 4);
        simulation.Schedule(at, EventKind.Node, first, target, 2);
        simulation.Schedule(at, EventKind.Arrival, second, target, 1);
        simulation.RunUntil(at, CancellationToken.None);
        Assert.That(recorder.Seen, Is.EqualTo(new long[] { 1, 2, 3, 4, 5 }));
        Assert.That(simulation.EventsHandled, Is.EqualTo(5));
    }

    [Test]
    public void RunUntil_LaterEvent_WaitsForTheNextCall()
    {
        Simulation simulation = new();
        Recorder recorder = new();
        int target = simulation.AddTarget(recorder);
        int node = simulation.AddNode();
        simulation.Schedule(new Instant(11), EventKind.Node, node, target, 1);
        simulation.RunUntil(new Instant(10), CancellationToken.None);
        Assert.That(recorder.Seen, Is.Empty);
        Assert.That(simulation.Now, Is.EqualTo(new Instant(10)));
        simulation.RunUntil(new Instant(11), CancellationToken.None);
        Assert.That(recorder.Seen, Is.EqualTo(new long[] { 1 }));
    }

    [Test]
    public void Schedule_InThePast_HappensNow()
    {
        Simulation simulation = new();
        Recorder recorder = new();
        int target = simulation.AddTarget(recorder);
        int node = simulation.AddNode();
        simulation.RunUntil(new Instant(100), CancellationToken.None);
        simulation.Schedule(new Instant(1), EventKind.Node, node, target, 1);
        simulation.RunUntil(new Instant(100), CancellationToken.None);
        Assert.That(recorder.At, Is.EqualTo(new[] { new Instant(100) }));
    }

    [Test]
    public void RunUntil_Cancelled_Stops()
    {
        Simulation simulation = new();
        Endless endless = new(simulation);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.That(
            () => simulation.RunUntil(Instant.MaxValue, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(endless.Count, Is.Positive);
    }

    private sealed class Recorder : IEventTarget
    {
        public List<long> Seen { get; } = [];

        public List<Instant> At { get; } = [];

        public void OnEvent(long argument, Instant now)
        {
            Seen.Add(argument);
            At.Add(now);
        }
    }

    private sealed class Endless : IEventTarget
    {
        private readonly Simulation _simulation;
        private readonly int _target;
        private readonly int _node;

        public Endless(Simulation simulation)
        {
            _simulation = simulation;
            _target = simulation.AddTarget(this);
            _node = simulation.AddNode();
            OnEvent(0, Instant.Zero);
        }

        public long Count { get; private set; }

        public void OnEvent(long argument, Instant now)
        {
            Count++;
            _simulation.Schedule(now + Duration.FromNanoseconds(1), EventKind.Node, _node, _target, 0);
        }
    }
}
