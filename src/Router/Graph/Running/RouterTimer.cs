using Xia.Kernel.Time;

namespace Xia.Router.Graph.Running;

/// <summary>A deadline of an element.</summary>
public sealed class RouterTimer
{
    private readonly RouterGraph _router;
    private readonly RouterThread _thread;
    private readonly Action<Instant> _body;

    /// <summary>A timer of an element; not running.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="body">
    /// Called once when the deadline came; may set the timer again. A timer without one is most likely a
    /// mistake and is announced on the console.
    /// </param>
    public RouterTimer(Element owner, Action<Instant>? body = null)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (body is null)
        {
            owner.Router.Environment.Console?.WriteMessage(
                $"initializing Timer {owner}, which does nothing");
        }

        _router = owner.Router;
        _thread = _router.Schedule.ThreadOf(owner);
        _body = body ?? (static _ => { });
    }

    /// <summary>When it fires; meaningful while <see cref="IsScheduled"/>.</summary>
    public Instant Deadline { get; private set; }

    /// <summary>Whether it runs.</summary>
    public bool IsScheduled => HeapIndex >= 0;

    /// <summary>Its place in the heap; -1 when it does not run.</summary>
    internal int HeapIndex { get; set; } = -1;

    /// <summary>Order among equal deadlines.</summary>
    internal long Sequence { get; private set; }

    /// <summary>Sets the deadline, or moves it.</summary>
    public void ScheduleAt(Instant deadline)
    {
        if (_thread.IsShared)
        {
            lock (_thread.Timers)
            {
                Set(deadline);
            }
        }
        else
        {
            Set(deadline);
        }

        _thread.RequestRun(deadline);
    }

    /// <summary>Sets the deadline relative to the router's time.</summary>
    public void ScheduleAfter(Duration delay) => ScheduleAt(_router.Now + delay);

    /// <summary>Stops it.</summary>
    public void Cancel()
    {
        if (_thread.IsShared)
        {
            lock (_thread.Timers)
            {
                _thread.Timers.Remove(this);
            }
        }
        else
        {
            _thread.Timers.Remove(this);
        }
    }

    internal void Fire(Instant now) => _body(now);

    private void Set(Instant deadline)
    {
        _thread.Timers.Remove(this);
        Deadline = deadline;
        Sequence = _thread.Timers.TakeSequence();
        _thread.Timers.Add(this);
    }
}
