namespace Xia.Router.Graph.Running;

/// <summary>
/// Work that an element wants done soon; fires once per schedule, in proportion to its tickets.
/// </summary>
/// <remarks>
/// Stride scheduling (Waldspurger and Weihl, 1995): each firing moves a task's pass on by its stride, which
/// is <see cref="StrideOfOneTicket"/> over its tickets, and the smallest pass fires first. A task that slept
/// starts again at the pass of those that run.
/// </remarks>
public sealed class RouterTask
{
    /// <summary>The stride of a task with one ticket.</summary>
    public const int StrideOfOneTicket = 1 << 16;

    /// <summary>The tickets of a task that nobody gave others.</summary>
    public const int DefaultTickets = 1 << 10;

    /// <summary>The most tickets.</summary>
    public const int MaximumTickets = 1 << 15;

    private readonly Func<bool> _body;

    /// <summary>A task of an element; not scheduled.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="body">
    /// Does one firing and says whether it found anything to do; may schedule the task again.
    /// </param>
    public RouterTask(Element owner, Func<bool> body)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(body);
        Owner = owner;
        _body = body;
        Thread = owner.Router.Schedule.ThreadOf(owner);
        Tickets = owner.Router.Schedule.TicketsOf(owner);
        owner.Router.Schedule.Add(this);
    }

    /// <summary>Whose it is.</summary>
    public Element Owner { get; }

    /// <summary>Whether it waits for its turn.</summary>
    public bool IsScheduled { get; internal set; }

    /// <summary>Firings that did work.</summary>
    public long WorkCount { get; private set; }

    /// <summary>Its share of the firings, relative to other tasks; from 1.</summary>
    public int Tickets
    {
        get;
        set
        {
            field = Math.Clamp(value, 1, MaximumTickets);
            Stride = StrideOfOneTicket / field;
        }
    }

    /// <summary>The thread that fires it.</summary>
    internal RouterThread Thread { get; private set; }

    /// <summary>Where it stands in the order of firing.</summary>
    internal long Pass { get; set; }

    /// <summary>By how much a firing moves <see cref="Pass"/>.</summary>
    internal int Stride { get; private set; }

    /// <summary>The one behind it in the row.</summary>
    internal RouterTask? Next { get; set; }

    /// <summary>The one before it in the row.</summary>
    internal RouterTask? Previous { get; set; }

    /// <summary>Whether it stands in its thread's row.</summary>
    internal bool IsInRow => Previous is not null || Thread.Tasks.StartsWith(this);

    /// <summary>Puts it into the row; does nothing when it is there already.</summary>
    public void Schedule()
    {
        if (!IsScheduled)
        {
            IsScheduled = true;
            Thread.Schedule(this);
        }
    }

    /// <summary>Keeps it from firing until it is scheduled again.</summary>
    public void Unschedule()
    {
        if (IsScheduled)
        {
            IsScheduled = false;
            if (IsInRow)
            {
                Thread.Tasks.Remove(this);
            }
        }
    }

    /// <summary>Lets another thread fire it; nothing may run meanwhile.</summary>
    internal void MoveTo(RouterThread thread)
    {
        bool wasScheduled = IsScheduled;
        Unschedule();
        Thread = thread;
        if (wasScheduled)
        {
            Schedule();
        }
    }

    internal bool Fire()
    {
        bool worked = _body();
        if (worked)
        {
            WorkCount++;
        }

        return worked;
    }
}
