using Xia.Emulator.Costs;
using Xia.Emulator.Loop;
using Xia.Kernel.Time;
using Xia.Migration.Machines;
using Xia.Router.Devices;
using Xia.Router.Graph;
using Xia.Router.Graph.Running;

namespace Xia.Emulator.Nodes;

/// <summary>
/// A node of the emulated network: devices, a graph, cores, and applications with deadlines.
/// </summary>
/// <remarks>
/// A guest's node lives in its machine's time g: everything in it is told g, which stands still while the
/// machine is paused; then nothing here runs and no frame is taken. Other nodes live in the time of the
/// simulation.
/// </remarks>
public sealed class EmulatedNode : IRouterDriver, IDeviceProvider, IEventTarget
{
    /// <summary>The most firings of a graph in one event.</summary>
    private const int FiringsPerEvent = 64;

    private readonly Simulation _simulation;
    private readonly GuestClock? _clock;
    private readonly Duration _firingCost;
    private readonly int _target;
    private readonly List<IDevice> _devices = [];
    private readonly List<ITimed> _timed = [];
    private Instant? _scheduled;
    private Instant _graphFreeAt;
    private long _generation;
    private bool _running;

    /// <summary>A node without devices.</summary>
    /// <param name="name">Its name in the scenario.</param>
    /// <param name="simulation">Whose time it lives in.</param>
    /// <param name="processor">Its cores.</param>
    /// <param name="clock">The machine's time for a guest; null for other nodes.</param>
    /// <param name="firingCost">
    /// Virtual time that each firing of a task or timer takes; keeps the clock moving.
    /// </param>
    public EmulatedNode(
        string name, Simulation simulation, VirtualProcessor processor, GuestClock? clock,
        Duration firingCost)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        Name = name;
        Processor = processor;
        _simulation = simulation;
        _clock = clock;
        _firingCost = firingCost;
        Number = simulation.AddNode();
        _target = simulation.AddTarget(this);
    }

    /// <summary>Its name in the scenario.</summary>
    public string Name { get; }

    /// <summary>Its number in the order of events.</summary>
    public int Number { get; }

    /// <summary>Its cores.</summary>
    public VirtualProcessor Processor { get; }

    /// <summary>Its graph; null until <see cref="Use"/>.</summary>
    public RouterGraph? Graph { get; private set; }

    /// <summary>Whether time passes here.</summary>
    public bool IsRunning => _clock is null || _clock.IsRunning;

    /// <summary>
    /// Called after anything was done here, before the next deadline is worked out; null for nothing.
    /// </summary>
    public Action? AfterWork { get; set; }

    /// <summary>How many deadlines of applications were handled.</summary>
    public long TimeoutsHandled { get; private set; }

    /// <summary>The node's own time at an instant of the simulation.</summary>
    public Instant Local(Instant now) => _clock is null ? now : new Instant(_clock.At(now).Nanoseconds);

    /// <summary>Adds a device that the graph may open.</summary>
    public void Add(IDevice device)
    {
        _devices.Add(device);
        if (device is Links.LinkEnd end)
        {
            end.Attach(this);
        }
    }

    /// <summary>Adds an application; it is called from the next activity on.</summary>
    public void Add(ITimed timed) => _timed.Add(timed);

    /// <summary>Takes an application away.</summary>
    public void Remove(ITimed timed) => _timed.Remove(timed);

    /// <summary>Sets the graph.</summary>
    public void Use(RouterGraph graph) => Graph = graph;

    /// <inheritdoc/>
    public IDevice? Open(string name) => _devices.Find(device => device.Name == name);

    /// <inheritdoc/>
    public void OnRunRequested()
    {
        if (!_running)
        {
            Reschedule(_simulation.Now);
        }
    }

    /// <summary>Something reached this node from outside; its deadlines may have changed.</summary>
    public void AfterActivity(Instant now)
    {
        if (_running)
        {
            return;
        }

        AfterWork?.Invoke();
        if (_timed.Count > 0)
        {
            Reschedule(now);
        }
    }

    /// <summary>
    /// The node's clock was set going or stopped, or something outside of events changed its deadlines.
    /// </summary>
    public void Reschedule(Instant now)
    {
        if (NextDue(now) is not { } due)
        {
            return;
        }

        due = Instant.Max(due, now);
        if (_scheduled is { } scheduled && scheduled <= due)
        {
            return;
        }

        _scheduled = due;
        _simulation.Schedule(due, EventKind.Node, Number, _target, ++_generation);
    }

    /// <summary>
    /// A deadline of the graph or of an application is due; an outdated event changes nothing.
    /// </summary>
    public void OnEvent(long argument, Instant now)
    {
        if (argument != _generation)
        {
            return;
        }

        _scheduled = null;
        if (IsRunning)
        {
            _running = true;
            RunTimed(now);
            RunGraph(now);
            AfterWork?.Invoke();
            _running = false;
        }

        Reschedule(now);
    }

    private void RunTimed(Instant now)
    {
        Instant local = Local(now);
        for (int i = 0; i < _timed.Count; i++)
        {
            if (_timed[i].NextTimeout is { } due && due <= local)
            {
                TimeoutsHandled++;
                _timed[i].OnTimeout(local);
            }
        }
    }

    private void RunGraph(Instant now)
    {
        if (Graph?.NextRun is { } due && due <= Local(now) && _graphFreeAt <= now)
        {
            int firings = Graph.Run(Local(now), FiringsPerEvent);
            _graphFreeAt = now + (_firingCost * firings);
        }
    }

    private Instant? NextDue(Instant now)
    {
        if (!IsRunning)
        {
            return null;
        }

        Instant? due = Graph?.NextRun is { } run ? Instant.Max(World(run, now), _graphFreeAt) : null;
        for (int i = 0; i < _timed.Count; i++)
        {
            if (_timed[i].NextTimeout is { } timeout)
            {
                due = Instant.Earliest(due, World(timeout, now));
            }
        }

        return due;
    }

    private Instant World(Instant local, Instant now) =>
        _clock is null ? local : _clock.When(new Duration(local.Nanoseconds)) ?? now;
}
