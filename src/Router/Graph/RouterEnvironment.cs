using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Router.Devices;
using Xia.Router.Graph.Running;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Graph;

/// <summary>All that a graph gets from whoever runs it.</summary>
public sealed class RouterEnvironment
{
    private readonly Dictionary<(Type Type, string Name), object> _services = [];

    /// <summary>Where packets come from; shared by all graphs of one thread.</summary>
    public required PacketPool Pool { get; init; }

    /// <summary>
    /// How many threads run the graph, from 1; with more than one, <see cref="Pool"/> is a shared one.
    /// </summary>
    public int ThreadCount { get; init; } = 1;

    /// <summary>Opens devices; null when the node has none.</summary>
    public IDeviceProvider? Devices { get; init; }

    /// <summary>
    /// Who runs the graph; null when somebody calls <see cref="RouterGraph.Run"/> on his own.
    /// </summary>
    public IRouterDriver? Driver { get; init; }

    /// <summary>Values of variables; they win over <c>define</c>.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The element classes.</summary>
    public ElementRegistry Elements { get; init; } = ElementRegistry.BuiltIn;

    /// <summary>Randomness of the node; each element takes a stream named after itself.</summary>
    public RandomRoot Randomness { get; init; } = new(0);

    /// <summary>Who is charged for what elements compute beyond forwarding, such as signatures.</summary>
    public IProcessor Processor { get; init; } = new IdealProcessor();

    /// <summary>
    /// The time at this moment, for scripts that measure while the graph runs; null where time stands still
    /// during an activation.
    /// </summary>
    public Func<Kernel.Time.Instant>? Clock { get; init; }

    /// <summary>Where <c>Print</c> and warnings go; null swallows them.</summary>
    public IRouterConsole? Console { get; init; }

    /// <summary>Opens files; null where a graph has none.</summary>
    public IRouterFiles? Files { get; init; }

    /// <summary>Signals of the process; null where a graph has none.</summary>
    public IRouterSignals? Signals { get; init; }

    /// <summary>Sockets to other programs; null where a graph has none.</summary>
    public IRouterSockets? Sockets { get; init; }

    /// <summary>Makes virtual network interfaces; null where a graph may not.</summary>
    public ITapProvider? Taps { get; init; }

    /// <summary>Puts another graph in this one's place; null where that is not allowed.</summary>
    public IGraphReplacer? Replacer { get; init; }

    /// <summary>Changes the speed of time; null where nobody may.</summary>
    public ITimeWarp? TimeWarp { get; init; }

    /// <summary>The time at which the graph is loaded.</summary>
    public Instant Start { get; init; }

    /// <summary>Finds libraries of configurations; null where a graph may not include any.</summary>
    public IRouterLibraries? Libraries { get; init; }

    /// <summary>Loads packages of elements; null where a graph may not bring its own.</summary>
    public IElementPackages? Packages { get; init; }

    /// <summary>What <c>require(package NAME)</c> finds without loading anything.</summary>
    public IReadOnlySet<string> Provisions { get; init; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "userlevel",
    };

    /// <summary>
    /// Hands something to elements that ask for it by type and name: a stack, a table, a credential.
    /// </summary>
    public RouterEnvironment Add<T>(string name, T service)
        where T : class
    {
        _services[(typeof(T), name)] = service;
        return this;
    }

    /// <summary>What was added under a type and a name, or null.</summary>
    public T? Find<T>(string name)
        where T : class => _services.TryGetValue((typeof(T), name), out object? service) ? (T)service : null;
}
