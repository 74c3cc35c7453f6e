using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Graph.Building;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Language.Elaboration;
using Xia.Router.Language.Names;
using Xia.Router.Packets;

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
    private readonly RouterThread[] _threads;
    private readonly RouterThread _main;
    private readonly RouterThread _parked;
    private long _nowNanoseconds;
    private int _stops;

    internal RouterGraph(RouterEnvironment environment, Configuration configuration, Element[] elements)
    {
        Environment = environment;
        Configuration = configuration;
        _elements = elements;
        _byName = elements.ToDictionary(element => element.Name, StringComparer.Ordinal);
        _handlers = new RouterHandlers(this);
        for (int index = 0; index < elements.Length; index++)
        {
            elements[index].Index = index;
        }

        int threadCount = environment.ThreadCount;
        if (threadCount > 1 && !environment.Pool.IsShared)
        {
            throw new ArgumentException("Several threads need a shared pool.", nameof(environment));
        }

        Gate = threadCount > 1 ? new RunGate() : null;
        _threads = new RouterThread[threadCount];
        for (int index = 0; index < threadCount; index++)
        {
            PacketPool pool = index == 0 ? environment.Pool : new PacketPool(isShared: true);
            _threads[index] = new RouterThread(this, index, pool, Gate);
        }

        _main = _threads[0];
        _parked = new RouterThread(this, -1, environment.Pool, Gate);
        Schedule = new TaskSchedule(this);
        Signals = new SignalTable(threadCount > 1);
        Links = new GraphLinks(elements, configuration.Connections);
    }

    /// <summary>What the driver gave.</summary>
    public RouterEnvironment Environment { get; }

    /// <summary>The elements in the order of their creation.</summary>
    public IReadOnlyList<Element> Elements => _elements;

    /// <summary>The time of the current activation, or of the last one.</summary>
    public Instant Now => new(_nowNanoseconds);

    /// <summary>
    /// Who fires the tasks and timers: one, which <see cref="Run"/> runs, unless the environment asks for
    /// more. Then each may be run by a thread of its own, in place of <see cref="Run"/>.
    /// </summary>
    public IReadOnlyList<RouterThread> Threads => _threads;

    /// <summary>
    /// When <see cref="Run"/> wants to be called: at once when tasks wait, else at the first deadline; never
    /// once the graph stopped.
    /// </summary>
    public Instant? NextRun
    {
        get
        {
            Instant? next = _main.NextRun;
            for (int index = 1; index < _threads.Length; index++)
            {
                next = Instant.Earliest(next, _threads[index].NextRun);
            }

            return next;
        }
    }

    /// <summary>Whether the graph stopped itself: its tasks and timers run no more.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>
    /// Decides whether a stop ends the graph; an element registers itself. Null: the first stop does.
    /// </summary>
    internal IStopHandler? StopHandler { get; set; }

    internal Configuration Configuration { get; }

    /// <summary>Whether the graph runs or ran; a replacement waits for that.</summary>
    internal bool IsStarted { get; private set; }

    /// <summary>Keeps threads apart where there are several; else null.</summary>
    internal RunGate? Gate { get; }

    /// <summary>Where packets come from; that of the thread at hand.</summary>
    internal PacketPool Pool =>
        Gate is null ? Environment.Pool : (RouterThread.Current ?? _main).Pool;

    /// <summary>Which tasks there are, with how many tickets, and who fires them.</summary>
    internal TaskSchedule Schedule { get; }

    /// <summary>Which port leads where.</summary>
    internal GraphLinks Links { get; }

    /// <summary>Numbers the signals.</summary>
    internal SignalTable Signals { get; }

    /// <summary>Whether a stop waits to be handled.</summary>
    internal bool HasStops => Volatile.Read(ref _stops) > 0;

    /// <summary>
    /// The running graph that this one is to replace, until it does; what it holds must not be touched
    /// before.
    /// </summary>
    internal RouterGraph? Replaced { get; set; }

    internal DevicePorts DevicePorts { get; private set; } = null!;

    /// <summary>
    /// What elements that draw as Click does draw from, all together; null: each from a stream of its own.
    /// </summary>
    internal AdditiveRandom? SharedRandomness { get; set; }

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
        RouterGraph router = GraphBuilder.Build(
            Flattener.Flatten(text, fileName, environment), environment, environment.Start);
        router.Start();
        return router;
    }

    /// <summary>
    /// Makes a graph that can take this one's place: configured and initialized, but not running. If that
    /// fails, this one goes on as if nothing had happened. <see cref="TakeOver"/> does the rest; who changes
    /// his mind calls <see cref="Close()"/>.
    /// </summary>
    /// <param name="text">The configuration.</param>
    /// <param name="fileName">Its name in messages.</param>
    /// <exception cref="RouterConfigurationException">The configuration is wrong.</exception>
    public RouterGraph PrepareReplacement(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        return GraphBuilder.Build(Flattener.Flatten(text, fileName, Environment), Environment, Now, this);
    }

    /// <summary>
    /// Takes the place of another graph: each element takes over the state of the one of the same name, the
    /// other graph ends, and this one runs. Called by the driver while it runs neither.
    /// </summary>
    public void TakeOver(RouterGraph old)
    {
        ArgumentNullException.ThrowIfNull(old);
        old.IsStopped = true;
        AdvanceTo(old.Now);
        foreach (Element element in _elements)
        {
            if (old.Find<Element>(element.Name) is { } former)
            {
                element.TakeState(former);
            }
        }

        old.Close();
        Replaced = null;
        Start();
    }

    /// <summary>
    /// Parses a configuration and prints it without compound elements, groups and variables. Element classes
    /// need not be known.
    /// </summary>
    /// <exception cref="RouterConfigurationException">The configuration is wrong.</exception>
    public static string Flatten(string text, string fileName, RouterEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(environment);
        return ConfigurationPrinter.Print(
            Flattener.Flatten(text, fileName, environment, acceptsUnknownClasses: true));
    }

    /// <summary>Handles what is due: timers, then tasks in turn.</summary>
    /// <param name="now">The time; never before an earlier one.</param>
    /// <param name="budget">The most firings of tasks and timers.</param>
    /// <returns>How many firings there were.</returns>
    public int Run(Instant now, int budget)
    {
        int firings = _main.Run(now, budget);
        for (int index = 1; index < _threads.Length; index++)
        {
            firings += _threads[index].Run(now, budget);
        }

        return firings;
    }

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
        Interlocked.Increment(ref _stops);
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
    internal RunEntry Enter(Instant now) => _main.Enter(now);

    internal void Leave(RunEntry entry) => _main.Leave(entry);

    internal void AdvanceTo(Instant now)
    {
        if (Gate is not null)
        {
            AdvanceShared(now.Nanoseconds);
        }
        else if (now.Nanoseconds > _nowNanoseconds)
        {
            _nowNanoseconds = now.Nanoseconds;
        }
    }

    /// <summary>The thread of a number; -1 is the one that never runs.</summary>
    internal RouterThread Thread(int index) => index < 0 ? _parked : _threads[index];

    internal void Close(ReadOnlySpan<Element> elements)
    {
        IsStopped = true;
        RunEntry entry = _main.Enter(Now);
        foreach (Element element in elements)
        {
            element.Cleanup();
        }

        DevicePorts.Close();
        _main.Leave(entry);
    }

    internal void OpenDevices() => DevicePorts = new DevicePorts(this);

    internal void HandleStops()
    {
        while (HasStops && !IsStopped)
        {
            Interlocked.Decrement(ref _stops);
            IsStopped = StopHandler?.OnStop() ?? true;
        }
    }

    private void Start()
    {
        IsStarted = true;
        DevicePorts.Attach();
        foreach (RouterThread thread in _threads)
        {
            thread.Started();
        }
    }

    private void AdvanceShared(long now)
    {
        long before = Interlocked.Read(ref _nowNanoseconds);
        while (now > before)
        {
            long found = Interlocked.CompareExchange(ref _nowNanoseconds, now, before);
            if (found == before)
            {
                return;
            }

            before = found;
        }
    }
}
