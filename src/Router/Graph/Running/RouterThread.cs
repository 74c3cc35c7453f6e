using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Graph.Running;

/// <summary>A row of tasks and the timers beside it, fired by one caller at a time.</summary>
/// <remarks>
/// A graph has one unless its environment asks for more. With several, each is run by a thread of the driver;
/// what one thread wants of another's tasks waits there until that one's next run.
/// </remarks>
public sealed class RouterThread
{
    private static readonly List<RouterTask> NoTasks = [];

    [ThreadStatic]
    private static RouterThread? _current;

    private readonly RouterGraph _router;
    private readonly RunGate? _gate;
    private readonly List<RouterTask> _arrivals;
    private Instant? _announced;
    private bool _hasArrivals;
    private bool _inside;

    // Whether anybody asked for a run while it was inside; only then may a deadline have come nearer.
    private bool _wasAsked;
    private bool _hasRun;

    internal RouterThread(RouterGraph router, int index, PacketPool pool, RunGate? gate)
    {
        _router = router;
        _gate = gate;
        _arrivals = gate is null ? NoTasks : [];
        Index = index;
        Pool = pool;
        Tasks = new TaskQueue(gate is not null);
        _inside = true;
    }

    /// <summary>Its number, from 0; -1 for the one that never runs.</summary>
    public int Index { get; }

    /// <summary>
    /// When <see cref="Run"/> wants to be called: at once when tasks wait, else at the first deadline; never
    /// once the graph stopped.
    /// </summary>
    public Instant? NextRun =>
        _router.IsStopped
            ? null
            : !Tasks.IsEmpty || (Index == 0 && _router.HasStops) || Volatile.Read(ref _hasArrivals)
                ? _router.Now
                : EarliestDeadline;

    /// <summary>The thread whose run the caller is in, of a graph with several; else null.</summary>
    internal static RouterThread? Current => _current;

    internal TaskQueue Tasks { get; }

    internal TimerHeap Timers { get; } = new();

    /// <summary>Where the packets come from that are made here.</summary>
    internal PacketPool Pool { get; }

    /// <summary>Whether other threads run beside this one.</summary>
    internal bool IsShared => _gate is not null;

    /// <summary>Whether it is one of a graph's threads.</summary>
    internal bool IsOf(RouterGraph router) => ReferenceEquals(_router, router);

    /// <summary>Handles what is due: timers, then tasks in turn.</summary>
    /// <param name="now">The time; never before an earlier one.</param>
    /// <param name="budget">The most firings of tasks and timers; twice as many the first time.</param>
    /// <returns>How many firings there were.</returns>
    public int Run(Instant now, int budget)
    {
        RunEntry entry = Enter(now);
        int firings = 0;
        HandleStops();
        if (!_hasRun && budget > 0)
        {
            // The driver's script, which sets its timer to the beginning of time; then what is scheduled from
            // the start; then the other timers that are due.
            _hasRun = true;
            firings = FireTimers(now, Instant.Zero, budget);
            firings += FireTasks(budget - firings);

            // However many tasks there were, what begins with a timer begins at the start too.
            budget += firings;
        }

        int timers = FireTimers(now, now, budget - firings);
        firings += timers;
        if (firings == timers || timers > 0)
        {
            firings += FireTasks(budget - firings);
        }

        _announced = NextRun;
        _wasAsked = false;
        Leave(entry);
        return firings;
    }

    /// <summary>
    /// For what calls into the graph from outside, such as a device: sets the time and keeps the driver from
    /// being told of work before the call is over. Pass the result to <see cref="Leave"/>.
    /// </summary>
    internal RunEntry Enter(Instant now)
    {
        RunEntry entry = _gate is null ? EnterAlone() : EnterShared(_gate);
        _router.AdvanceTo(now);
        return entry;
    }

    internal void Leave(RunEntry entry)
    {
        if (entry.IsNested)
        {
            return;
        }

        if (_gate is not null)
        {
            LeaveShared(_gate, entry);
            Announce();
            return;
        }

        _inside = false;
        if (_wasAsked)
        {
            _wasAsked = false;
            Announce();
        }
    }

    /// <summary>
    /// Tells the driver that a deadline may have come nearer, unless it will look by itself.
    /// </summary>
    internal void RequestRun(Instant deadline)
    {
        if (_gate is not null)
        {
            if (!ReferenceEquals(_current, this))
            {
                _router.Environment.Driver?.OnRunRequested(Index);
            }
        }
        else if (_inside)
        {
            _wasAsked = true;
        }
        else if (_announced is not { } announced || deadline < announced)
        {
            Announce();
        }
    }

    internal void Schedule(RouterTask task)
    {
        if (_gate is not null && !ReferenceEquals(_current, this))
        {
            ScheduleFromOutside(task);
            return;
        }

        Tasks.Add(task);
        RequestRun(_router.Now);
    }

    internal void Started()
    {
        _inside = false;
        _announced = NextRun;
    }

    private int FireTimers(Instant now, Instant latest, int budget)
    {
        int firings = 0;
        while (firings < budget && !_router.IsStopped && TakeDue(latest) is { } timer)
        {
            timer.Fire(now);
            firings++;
            HandleStops();
        }

        return firings;
    }

    private int FireTasks(int budget)
    {
        int firings = 0;
        bool isWorthwhile = true;
        while (isWorthwhile && firings < budget && !_router.IsStopped && !Tasks.IsEmpty)
        {
            isWorthwhile = Tasks.FireFirst();
            firings++;
            HandleStops();
        }

        return firings;
    }

    private Instant? EarliestDeadline
    {
        get
        {
            if (_gate is null)
            {
                return Timers.Earliest;
            }

            lock (Timers)
            {
                return Timers.Earliest;
            }
        }
    }

    private RouterTimer? TakeDue(Instant now)
    {
        if (_gate is null)
        {
            return Timers.TakeDue(now);
        }

        lock (Timers)
        {
            return Timers.TakeDue(now);
        }
    }

    // Stops are handled where the driver's script runs.
    private void HandleStops()
    {
        if (Index == 0)
        {
            _router.HandleStops();
        }
    }

    private RunEntry EnterAlone()
    {
        var entry = new RunEntry(_inside);
        _inside = true;
        return entry;
    }

    // Whether the caller is inside is a matter of the caller: others may wait at the gate meanwhile.
    private RunEntry EnterShared(RunGate gate)
    {
        if (ReferenceEquals(_current, this))
        {
            return new RunEntry(IsNested: true);
        }

        bool endsRun = gate.EnterRun();
        var entry = new RunEntry(IsNested: false, endsRun, _current, Pool.Own());
        _current = this;
        TakeArrivals();
        return entry;
    }

    private void LeaveShared(RunGate gate, RunEntry entry)
    {
        Pool.Disown(entry.PoolOwner, entry.Before?.Pool);
        _current = entry.Before;
        if (entry.EndsRun)
        {
            gate.LeaveRun();
        }
    }

    private void ScheduleFromOutside(RouterTask task)
    {
        lock (_arrivals)
        {
            _arrivals.Add(task);
            Volatile.Write(ref _hasArrivals, true);
        }

        _router.Environment.Driver?.OnRunRequested(Index);
    }

    private void TakeArrivals()
    {
        if (!Volatile.Read(ref _hasArrivals))
        {
            return;
        }

        lock (_arrivals)
        {
            foreach (RouterTask task in _arrivals)
            {
                // It may have been scheduled here too, or unscheduled, since.
                if (task.IsScheduled && !task.IsInRow)
                {
                    Tasks.Add(task);
                }
            }

            _arrivals.Clear();
            _hasArrivals = false;
        }
    }

    private void Announce()
    {
        Instant? next = NextRun;
        if (next is { } deadline && (_announced is not { } announced || deadline < announced))
        {
            _announced = next;
            if (_gate is null)
            {
                _router.Environment.Driver?.OnRunRequested();
            }
            else
            {
                _router.Environment.Driver?.OnRunRequested(Index);
            }
        }
    }
}
