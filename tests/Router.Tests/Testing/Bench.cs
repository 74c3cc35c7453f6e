using Xia.Kernel.Time;
using Xia.Router.Devices;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Testing;

/// <summary>Loads a graph with sources and sinks of its own and runs it in virtual time.</summary>
internal sealed class Bench
{
    private const int StepLimit = 100_000;

    public Bench(string text, Dictionary<string, string>? variables = null, params FakeDevice[] devices)
    {
        Router = RouterGraph.Load(text, "config", Environment(variables, Pool, Lines, devices));
    }

    /// <summary>A graph with element classes of the test's own.</summary>
    public Bench(string text, Action<ElementRegistry> elements)
    {
        RouterEnvironment environment = Environment(null, Pool, Lines);
        elements(environment.Elements);
        Router = RouterGraph.Load(text, "config", environment);
    }

    /// <summary>A graph with a device of the test's own.</summary>
    public Bench(string text, IDevice device)
    {
        Router = RouterGraph.Load(text, "config", Environment(null, Pool, Lines, [device]));
    }

    /// <summary>Loads a graph that reads and writes files.</summary>
    public Bench(string text, FakeFiles files)
    {
        Router = RouterGraph.Load(text, "config", Environment(null, Pool, Lines, null, files));
    }

    public PacketPool Pool { get; } = new();

    public List<string> Lines { get; } = [];

    public RouterGraph Router { get; }

    public string Output => ((FakeConsole)Router.Environment.Console!).Output;

    public Instant Now { get; private set; }

    public TestSink Out => Sink("out");

    public static RouterEnvironment Environment(
        Dictionary<string, string>? variables = null,
        PacketPool? pool = null,
        List<string>? lines = null,
        IDevice[]? devices = null,
        FakeFiles? files = null) => new()
        {
            Pool = pool ?? new PacketPool(),
            Variables = variables ?? [],
            Devices = new FakeDevices(devices ?? []),
            Console = lines is null ? null : new FakeConsole(lines),
            Files = files,
            Elements = new ElementRegistry(ElementRegistry.BuiltIn)
                .Add("TestSource", () => new TestSource())
                .Add("TestSink", () => new TestSink()),
        };

    /// <summary>The whole message of a graph that must not load.</summary>
    public static string ErrorOf(string text, Dictionary<string, string>? variables = null) =>
        Assert.Throws<RouterConfigurationException>(
            () => RouterGraph.Load(text, "config", Environment(variables)))!.Message;

    public TestSink Sink(string name) => Router.Find<TestSink>(name)!;

    public void Send(string hex, Action<Packet>? prepare = null, string source = "in") =>
        Send(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), prepare, source);

    public void Send(byte[] data, Action<Packet>? prepare = null, string source = "in") =>
        Router.Find<TestSource>(source)!.Send(data, prepare);

    /// <summary>Runs everything that is due until a point in time.</summary>
    public void RunUntil(Instant end)
    {
        for (int step = 0; step < StepLimit; step++)
        {
            if (Router.NextRun is not { } next || next > end)
            {
                Now = end;
                Router.Run(end, 0);
                return;
            }

            Now = Instant.Max(Now, next);
            Router.Run(Now, 1);
        }

        Assert.Fail($"The graph still runs after {StepLimit} steps.");
    }

    public void RunFor(Duration length) => RunUntil(Now + length);

    public string Read(string path) => Router.ReadHandler(path).TrimEnd('\n');

    /// <summary>Ends the graph; no packet may be left.</summary>
    public void Close()
    {
        Router.Close();
        Assert.That(Pool.Outstanding, Is.Zero, "Every packet was killed.");
    }
}
