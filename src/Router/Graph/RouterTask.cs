namespace Xia.Router.Graph;

/// <summary>Work that an element wants done soon; fires once per schedule, in turn with the others.</summary>
public sealed class RouterTask
{
    private readonly RouterGraph _router;
    private readonly Func<bool> _body;

    /// <summary>A task of an element.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="body">
    /// Does one firing and says whether it found anything to do; may schedule the task again.
    /// </param>
    public RouterTask(Element owner, Func<bool> body)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(body);
        _router = owner.Router;
        _body = body;
    }

    /// <summary>Whether it waits for its turn.</summary>
    public bool IsScheduled { get; internal set; }

    /// <summary>Firings that did work.</summary>
    public long WorkCount { get; private set; }

    /// <summary>The one behind it while it is scheduled.</summary>
    internal RouterTask? Next { get; set; }

    /// <summary>Puts it at the end of the row; does nothing when it is there already.</summary>
    public void Schedule()
    {
        if (!IsScheduled)
        {
            IsScheduled = true;
            _router.Enqueue(this);
        }
    }

    /// <summary>Keeps it from firing until it is scheduled again.</summary>
    public void Unschedule()
    {
        if (IsScheduled)
        {
            IsScheduled = false;
            _router.Dequeue(this);
        }
    }

    internal void Fire()
    {
        if (_body())
        {
            WorkCount++;
        }
    }
}
