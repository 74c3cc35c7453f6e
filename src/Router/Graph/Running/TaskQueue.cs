namespace Xia.Router.Graph.Running;

/// <summary>
/// The scheduled tasks of a thread by their pass; equal ones in the order in which they came.
/// </summary>
/// <remarks>
/// A list that is entered from its end: a task that just fired belongs there unless its tickets differ from
/// the others', and rows are short.
/// </remarks>
internal sealed class TaskQueue(bool isShared)
{
    private RouterTask? _first;
    private RouterTask? _last;
    private RouterTask? _firing;
    private long _pass;

    /// <summary>Whether no task waits.</summary>
    public bool IsEmpty => _first is null;

    /// <summary>Whether a task is the first in the row.</summary>
    public bool StartsWith(RouterTask task) => ReferenceEquals(_first, task);

    /// <summary>Puts a task that was just scheduled into the row.</summary>
    public void Add(RouterTask task)
    {
        // The one that is firing goes back to its place when it is done.
        if (!ReferenceEquals(task, _firing))
        {
            task.Pass = Math.Max(task.Pass, _pass);
            Insert(task);
        }
    }

    /// <summary>Takes a task out of the row.</summary>
    public void Remove(RouterTask task)
    {
        if (task.Previous is null)
        {
            _first = task.Next;
        }
        else
        {
            task.Previous.Next = task.Next;
        }

        if (task.Next is null)
        {
            _last = task.Previous;
        }
        else
        {
            task.Next.Previous = task.Previous;
        }

        task.Next = task.Previous = null;
    }

    /// <summary>Fires the task whose turn it is; there must be one.</summary>
    /// <returns>
    /// Whether it is worth while to go on: false when the only task that waits found nothing to do.
    /// </returns>
    public bool FireFirst()
    {
        RouterTask task = _first!;
        RouterTask? next = task.Next;
        _first = next;
        if (next is null)
        {
            _last = null;
        }
        else
        {
            next.Previous = null;
            task.Next = null;
        }

        _pass = task.Pass;
        _firing = task;
        task.IsScheduled = false;
        if (isShared)
        {
            // Whoever turns a signal on must either see this, or have the task see the signal.
            Interlocked.MemoryBarrier();
        }

        bool worked = task.Fire();
        _firing = null;
        task.Pass += task.Stride;
        if (!task.IsScheduled)
        {
            return true;
        }

        if (!worked && _first is { } first && task.Pass < first.Pass)
        {
            // Whoever found nothing to do lets another try before it does so again.
            task.Pass = first.Pass;
        }

        Insert(task);
        return worked || !ReferenceEquals(_first, task);
    }

    private void Insert(RouterTask task)
    {
        RouterTask? before = _last;
        while (before is not null && before.Pass > task.Pass)
        {
            before = before.Previous;
        }

        RouterTask? behind = before is null ? _first : before.Next;
        task.Previous = before;
        task.Next = behind;
        if (before is null)
        {
            _first = task;
        }
        else
        {
            before.Next = task;
        }

        if (behind is null)
        {
            _last = task;
        }
        else
        {
            behind.Previous = task;
        }
    }
}
