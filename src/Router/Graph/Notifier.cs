namespace Xia.Router.Graph;

/// <summary>
/// A signal that there may be packets (upstream), or room for them (downstream); wakes tasks that wait for
/// it.
/// </summary>
public sealed class Notifier
{
    private readonly List<RouterTask> _listeners = [];

    /// <summary>Whether asking is worth while.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Adds a task to wake.</summary>
    public void Listen(RouterTask task) => _listeners.Add(task);

    /// <summary>Turns the signal on and wakes who waits.</summary>
    public void Wake()
    {
        if (!IsActive)
        {
            IsActive = true;
            foreach (RouterTask task in _listeners)
            {
                task.Schedule();
            }
        }
    }

    /// <summary>Turns the signal off.</summary>
    public void Sleep() => IsActive = false;
}
