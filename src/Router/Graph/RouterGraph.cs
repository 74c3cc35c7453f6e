using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Language;
using Xia.Router.Language.Names;

namespace Xia.Router.Graph;

/// <summary>
/// A configured graph of elements: takes frames from its devices, runs its tasks and timers, answers
/// handlers.
/// </summary>
/// <remarks>
/// The driver calls <see cref="Run"/> when <see cref="NextRun"/> has come, and calls nothing of this graph
/// from another thread. Devices push frames in by themselves, at any time between runs.
/// </remarks>
public sealed class RouterGraph
{
    private readonly Element[] _elements;
    private readonly Dictionary<string, Element> _byName;
    private readonly RouterHandlers _handlers;
    private readonly RouterThread _main;
    private int _stops;

    internal RouterGraph(RouterEnvironment environment, Configuration configuration, Element[] elements)
    {
        Environment = environment;
        Now = environment.Start;
        Configuration = configuration;
        _elements = elements;
        _byName = elements.ToDictionary(element => element.Name, StringComparer.Ordinal);
        _handlers = new RouterHandlers(this);
        for (int index = 0; index < elements.Length; index++)
        {
            elements[index].Index = index;
        }

        _main = new RouterThread(this, 0);
        Threads = [_main];
        Links = new GraphLinks(elements, configuration.Connections);
    }

    /// <summary>What the driver gave.</summary>
    public RouterEnvironment Environment { get; }

    /// <summary>The elements in the order of their creation.</summary>
    public IReadOnlyList<Element> Elements => _elements;

    /// <summary>The time of the current activation, or of the last one.</summary>
    public Instant Now { get; private set; }

    /// <summary>
    /// When <see cref="Run"/> wants to be called: at once when tasks wait, else at the first deadline; never
    /// once the graph stopped.
    /// </summary>
    public Instant? NextRun => _main.NextRun;

    /// <summary>Whether the graph stopped itself: its tasks and timers run no more.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>
    /// Decides whether a stop ends the graph; an element registers itself. Null: the first stop does.
    /// </summary>
    internal IStopHandler? StopHandler { get; set; }

    internal Configuration Configuration { get; }

    /// <summary>Who fires the tasks and timers.</summary>
    internal IReadOnlyList<RouterThread> Threads { get; }

    /// <summary>Which tasks there are, and with how many tickets.</summary>
    internal TaskSchedule Schedule { get; } = new();

    /// <summary>Which port leads where.</summary>
    internal GraphLinks Links { get; }

    /// <summary>Numbers the signals.</summary>
    internal SignalTable Signals { get; } = new(isShared: false);

    /// <summary>Whether a stop waits to be handled.</summary>
    internal bool HasStops => _stops > 0;

    internal DevicePorts DevicePorts { get; private set; } = null!;

    /// <summary>Names that information elements give to addresses, ports and the like.</summary>
    internal NameTables Names { get; } = new();

    /// <summary>Parses, builds, configures and initializes a graph.</summary>
    /// <param name="text">The configuration.</param>
    /// <param name="fileName">Its name in messages.</param>
    /// <param name="environment">What the graph gets.</param>
    /// <exception cref="RouterConfigurationException">The configuration is wrong.</exception>
    public static RouterGraph Load(string text, string fileName, RouterEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(environment);
        return GraphBuilder.Build(Flattener.Flatten(text, fileName, environment), environment);
    }

    /// <summary>Parses a configuration and prints it without compound elements, groups and variables.</summary>
    /// <exception cref="RouterConfigurationException">The configuration is wrong.</exception>
    public static string Flatten(string text, string fileName, RouterEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(environment);
        return ConfigurationPrinter.Print(Flattener.Flatten(text, fileName, environment));
    }

    /// <summary>Handles what is due: timers, then tasks in turn.</summary>
    /// <param name="now">The time; never before an earlier one.</param>
    /// <param name="budget">The most firings of tasks and timers.</param>
    /// <returns>How many firings there were.</returns>
    public int Run(Instant now, int budget) => _main.Run(now, budget);

    /// <summary>The element of that name if it is a <typeparamref name="T"/>, else null.</summary>
    public T? Find<T>(string name)
        where T : class => _byName.TryGetValue(name, out Element? element) ? element as T : null;

    /// <summary>
    /// The element that a name means to another one: sought in its scope first, then outward; null for none.
    /// </summary>
    public Element? FindInScope(string name, Element asker)
    {
        ArgumentNullException.ThrowIfNull(asker);
        string scope = asker.Name;
        do
        {
            int slash = scope.LastIndexOf('/');
            scope = slash < 0 ? "" : scope[..slash];
            string whole = scope.Length == 0 ? name : $"{scope}/{name}";
            if (_byName.TryGetValue(whole, out Element? element))
            {
                return element;
            }
        }
        while (scope.Length > 0);
        return null;
    }

    /// <summary>Reads <c>element.handler</c>, or a handler of the router by its bare name.</summary>
    /// <param name="path">Which handler.</param>
    /// <param name="parameter">What a handler that takes a parameter gets.</param>
    /// <exception cref="HandlerException">There is no such element or read handler.</exception>
    public string ReadHandler(string path, string parameter = "") => _handlers.Read(path, parameter);

    /// <summary>The handler of a path; null when the element has none of that name.</summary>
    /// <exception cref="HandlerException">There is no such element.</exception>
    public Handler? FindHandler(string path) => _handlers.Find(path);

    /// <summary>Writes <c>element.handler</c>.</summary>
    /// <exception cref="HandlerException">
    /// There is no such element or write handler, or it refused the value.
    /// </exception>
    public void WriteHandler(string path, string value) => _handlers.Write(path, value);

    /// <summary>Saves the state of every element that keeps one.</summary>
    public void ExportState(ref MessagePackWriter writer) => RouterState.Export(this, ref writer);

    /// <summary>Takes over a state that a graph with the same elements exported.</summary>
    /// <exception cref="MessagePackSerializationException">It does not fit this graph.</exception>
    public void ImportState(ref MessagePackReader reader) => RouterState.Import(this, ref reader);

    /// <summary>
    /// Asks the graph to stop; happens after the firing at hand, if the graph does not decide otherwise.
    /// </summary>
    public void RequestStop()
    {
        _stops++;
        _main.RequestRun(Now);
    }

    /// <summary>Warns on the console; the graph goes on.</summary>
    public void Warn(Element element, string text) =>
        Environment.Console?.WriteMessage($"{element}: warning: {text}");

    /// <summary>Ends the graph: packets that elements hold are killed, devices let go.</summary>
    public void Close() => Close(_elements);

    /// <summary>
    /// For what calls into the graph from outside, such as a device: sets the time and keeps the driver from
    /// being told of work before the call is over. Pass the result to <see cref="Leave"/>.
    /// </summary>
    internal bool Enter(Instant now) => _main.Enter(now);

    internal void Leave(bool wasInside) => _main.Leave(wasInside);

    internal void AdvanceTo(Instant now)
    {
        if (now > Now)
        {
            Now = now;
        }
    }

    internal void Close(ReadOnlySpan<Element> elements)
    {
        _main.Enter(Now);
        foreach (Element element in elements)
        {
            element.Cleanup();
        }

        DevicePorts.Close();
    }

    internal void OpenDevices() => DevicePorts = new DevicePorts(this);

    internal void Started() => _main.Started();

    internal void HandleStops()
    {
        while (_stops > 0 && !IsStopped)
        {
            _stops--;
            IsStopped = StopHandler?.OnStop() ?? true;
        }
    }
}
