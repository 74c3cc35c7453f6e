using Xia.Router.Language;

namespace Xia.Router.Graph.Running;

/// <summary>Which tasks a graph has, and what the configuration says of their tickets and threads.</summary>
internal sealed class TaskSchedule(RouterGraph router)
{
    private readonly List<RouterTask> _tasks = [];
    private readonly Dictionary<string, long> _tickets = new(StringComparer.Ordinal);
    private readonly Dictionary<Element, int> _threads = [];

    /// <summary>All tasks, in the order of their creation.</summary>
    public IReadOnlyList<RouterTask> Tasks => _tasks;

    public void Add(RouterTask task) => _tasks.Add(task);

    /// <summary>The first task of an element; null when it has none.</summary>
    public RouterTask? TaskOf(Element element) => _tasks.Find(task => ReferenceEquals(task.Owner, element));

    /// <summary>Says which thread fires an element's tasks and timers; the last word counts.</summary>
    public void SetThread(Element element, int thread) => _threads[element] = thread;

    /// <summary>The thread that fires an element's tasks and timers.</summary>
    public RouterThread ThreadOf(Element element) =>
        _threads.TryGetValue(element, out int thread) ? router.Thread(thread) : router.Threads[0];

    /// <summary>
    /// Says what share an element or the elements of a compound get, in units of 1 over
    /// <see cref="RouterTask.DefaultTickets"/>; the last word counts.
    /// </summary>
    public void SetShare(string name, long share) => _tickets[name] = share;

    /// <summary>The product of the shares of an element and of all compounds around it.</summary>
    public int TicketsOf(Element element)
    {
        string name = element.Name;
        long tickets = RouterTask.DefaultTickets;
        for (int end = 0; end < name.Length; end++)
        {
            tickets = name[end] == '/' ? Scaled(tickets, name[..end]) : tickets;
        }

        return (int)Math.Clamp(Scaled(tickets, name), 1, RouterTask.MaximumTickets);
    }

    /// <summary>Writes a task's tickets from a text; an error text or null.</summary>
    public static string? WriteTickets(RouterTask task, string text)
    {
        if (!ArgumentTypes.Int32()(text.Trim(), out int tickets, out _))
        {
            return "expected number";
        }

        task.Tickets = tickets;
        if (task.Tickets != tickets)
        {
            task.Owner.Router.Warn(task.Owner, $"tickets pinned at {task.Tickets}");
        }

        return null;
    }

    /// <summary>Writes a task's thread from a text; an error text or null.</summary>
    public static string? WriteThread(RouterTask task, string text)
    {
        RouterGraph router = task.Owner.Router;
        if (!ArgumentTypes.Int32(-1, router.Threads.Count - 1)(text.Trim(), out int thread, out _))
        {
            return "bad thread";
        }

        task.MoveTo(router.Thread(thread));
        return null;
    }

    private long Scaled(long tickets, string name) =>
        _tickets.TryGetValue(name, out long share)
            ? Math.Min(tickets * share / RouterTask.DefaultTickets, RouterTask.MaximumTickets)
            : tickets;
}
