using Xia.Kernel.Time;

namespace Xia.Router.Graph;

/// <summary>A row of tasks and the timers beside it, fired by one caller at a time.</summary>
public sealed class RouterThread
{
    private readonly RouterGraph _router;
    private Instant? _announced;
    private bool _inside;

    internal RouterThread(RouterGraph router, int index)
    {
        _router = router;
        Index = index;
        _inside = true;
    }

    /// <summary>Its number, from 0.</summary>
    public int Index { get; }

    /// <summary>
    /// When <see cref="Run"/> wants to be called: at once when tasks wait, else at the first deadline; never
    /// once the graph stopped.
    /// </summary>
    public Instant? NextRun =>
        _router.IsStopped ? null : !Tasks.IsEmpty || _router.HasStops ? _router.Now : Timers.Earliest;

    internal TaskQueue Tasks { get; } = new();

    internal TimerHeap Timers { get; } = new();

    /// <summary>Handles what is due: timers, then tasks in turn.</summary>
    /// <param name="now">The time; never before an earlier one.</param>
    /// <param name="budget">The most firings of tasks and timers.</param>
    /// <returns>How many firings there were.</returns>
    public int Run(Instant now, int budget)
    {
        bool wasInside = Enter(now);
        int firings = 0;
        _router.HandleStops();
        while (firings < budget && !_router.IsStopped && Timers.TakeDue(now) is { } timer)
        {
            timer.Fire(now);
            firings++;
            _router.HandleStops();
        }

        while (firings < budget && !_router.IsStopped && !Tasks.IsEmpty)
        {
            bool isWorthwhile = Tasks.FireFirst();
            firings++;
            _router.HandleStops();
            if (!isWorthwhile)
            {
                break;
            }
        }

        _inside = wasInside;
        _announced = NextRun;
        return firings;
    }

    /// <summary>
    /// For what calls into the graph from outside, such as a device: sets the time and keeps the driver from
    /// being told of work before the call is over. Pass the result to <see cref="Leave"/>.
    /// </summary>
    internal bool Enter(Instant now)
    {
        bool wasInside = _inside;
        _inside = true;
        _router.AdvanceTo(now);
        return wasInside;
    }

    internal void Leave(bool wasInside)
    {
        _inside = wasInside;
        if (!wasInside)
        {
            Announce();
        }
    }

    /// <summary>
    /// Tells the driver that a deadline may have come nearer, unless it will look by itself.
    /// </summary>
    internal void RequestRun(Instant deadline)
    {
        if (!_inside && (_announced is not { } announced || deadline < announced))
        {
            Announce();
        }
    }

    internal void Schedule(RouterTask task)
    {
        Tasks.Add(task);
        RequestRun(_router.Now);
    }

    internal void Started()
    {
        _inside = false;
        _announced = NextRun;
    }

    private void Announce()
    {
        Instant? next = NextRun;
        if (next is { } deadline && (_announced is not { } announced || deadline < announced))
        {
            _announced = next;
            _router.Environment.Driver?.OnRunRequested();
        }
    }
}
