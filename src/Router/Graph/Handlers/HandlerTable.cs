using Xia.Router.Graph.Building;
using Xia.Router.Graph.Running;

namespace Xia.Router.Graph.Handlers;

/// <summary>The handlers of one element: named texts to read and to write.</summary>
public sealed class HandlerTable
{
    private readonly Element? _element;
    private readonly Dictionary<string, Handler> _handlers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>A table without handlers.</summary>
    public HandlerTable(Element? element = null) => _element = element;

    /// <summary>All of them, by name.</summary>
    public IEnumerable<Handler> All =>
        _handlers.Values.OrderBy(handler => handler.Name, StringComparer.Ordinal);

    /// <summary>Makes a handler for every name that has none; null when there is no such thing.</summary>
    internal Func<string, Handler>? Others { get; set; }

    /// <summary>Adds a read handler; replaces one of that name.</summary>
    public void Read(string name, Func<string> read, HandlerFlags flags = HandlerFlags.None) =>
        _handlers[name] = Take(name, flags) with { Read = _ => read(), TakesParameter = false };

    /// <summary>Adds a read handler that takes a parameter; replaces one of that name.</summary>
    public void ReadWith(string name, Func<string, string> read, HandlerFlags flags = HandlerFlags.None) =>
        _handlers[name] = Take(name, flags) with { Read = read, TakesParameter = true };

    /// <summary>
    /// Adds a write handler, which returns an error text or null; replaces one of that name.
    /// </summary>
    public void Write(string name, Func<string, string?> write, HandlerFlags flags = HandlerFlags.None) =>
        _handlers[name] = Take(name, flags) with { Write = write };

    /// <summary>
    /// Adds <c>scheduled</c>, <c>tickets</c> and <c>home_thread</c> of a task; the first task that an element
    /// made has them without this call.
    /// </summary>
    /// <param name="task">Gives the task.</param>
    /// <param name="prefix">Stands before the names, for an element with several tasks.</param>
    public void Task(Func<RouterTask> task, string prefix = "")
    {
        Read(prefix + "scheduled", () => task().IsScheduled ? "true" : "false");
        Read(prefix + "tickets", () => $"{task().Tickets}");
        Write(prefix + "tickets", text => TaskSchedule.WriteTickets(task(), text));
        Read(prefix + "home_thread", () => $"{task().Thread.Index}");
        Write(prefix + "home_thread", text => TaskSchedule.WriteThread(task(), text));
    }

    /// <summary>
    /// Adds a write handler that reconfigures the element with one argument changed; replaces one of that
    /// name. The element must allow it.
    /// </summary>
    /// <param name="name">The handler's name.</param>
    /// <param name="keyword">The argument's keyword.</param>
    /// <param name="position">Its position when it is given without the keyword; -1 if it never is.</param>
    /// <param name="flags">Flags.</param>
    public void WriteArgument(
        string name, string keyword, int position = -1, HandlerFlags flags = HandlerFlags.None) =>
        Write(name, text => Reconfiguration.WriteArgument(_element!, keyword, position, text), flags);

    /// <summary>The handler of that name, or null.</summary>
    public Handler? Find(string name) => _handlers.GetValueOrDefault(name) ?? Others?.Invoke(name);

    /// <summary>Lines of name, tab and <see cref="Handler.Access"/>.</summary>
    /// <param name="latestFirst">As elements list theirs; the router lists its own in order.</param>
    internal string List(bool latestFirst)
    {
        IEnumerable<string> names = latestFirst ? _names.AsEnumerable().Reverse() : _names;
        return string.Concat(names.Select(name => _handlers[name])
            .Where(handler => !handler.Flags.HasFlag(HandlerFlags.Private))
            .Select(handler => $"{handler.Name}\t{handler.Access}\n"));
    }

    private Handler Take(string name, HandlerFlags flags)
    {
        if (_handlers.TryGetValue(name, out Handler? handler))
        {
            return handler with { Flags = handler.Flags | flags };
        }

        _names.Add(name);
        return new Handler(name) { Flags = flags };
    }
}
