using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xia.Kernel.Randomness;
using Xia.Node.Devices;
using Xia.Node.Platform;
using Xia.Node.Polling;
using Xia.Node.Running;
using Xia.Node.Sockets;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Cli.Click;

/// <summary><c>xia click</c>: loads a graph, runs it, prints handlers.</summary>
internal sealed class ClickCommand(ClickOptions options, StandardConsole console, StandardOutput output)
{
    private const int ExitHandlerFailed = 255;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    internal int Run()
    {
        var files = new SystemFiles(output);
        if (GraphText.Read(options, files, console) is not { } text)
        {
            return 1;
        }

        using var poller = new Poller();
        using var signals = new SystemSignals(poller);
        RouterClock clock = options.IsSimulated ? new SimulatedClock() : new RealClock(TimeProvider.System);
        var driver = new RouterDriver(clock, poller) { Epilogue = ControlSockets() };
        var pool = new PacketPool(isShared: options.ThreadCount > 1);
        using var devices = new SystemDevices(poller, clock, pool, console);
        var sockets = new SystemSockets(poller);
        var environment = new RouterEnvironment
        {
            Pool = pool,
            // Frames of the world come in the world's time.
            Devices = options.IsSimulated ? null : devices,
            Taps = devices,
            ThreadCount = options.ThreadCount,
            Randomness = new RandomRoot(options.IsSimulated ? 0 : Seed(clock)),
            Console = console,
            Files = files,
            Signals = signals,
            Sockets = sockets,
            Driver = driver,
            Replacer = options.AllowsReconfiguration ? driver : null,
            TimeWarp = clock as RealClock,
            Start = clock.Read(),
            Clock = options.IsSimulated ? null : clock.Read,
            Variables = options.Variables,
            Libraries = new SystemLibraries(SearchPath()),
            Packages = new ElementAssemblies(SearchPath()),
        };
        RouterGraph graph;
        try
        {
            graph = RouterGraph.Load(text.Text + driver.Epilogue, text.Name, environment);
        }
        catch (RouterConfigurationException wrong)
        {
            console.WriteMessage(wrong.Message);
            return 1;
        }

        int status = Use(graph, driver, signals, files, text.Name);
        poller.Entering = null;
        sockets.Finish(TimeProvider.System);
        return status;
    }

    private SearchPath SearchPath() => options.Path is { } path
        ? new SearchPath(path)
        : Node.Platform.SearchPath.FromEnvironment();

    // In the world's time each run is another; in simulated time the same graph does the same again.
    private static ulong Seed(RouterClock clock) =>
        (ulong)clock.Read().Nanoseconds ^ ((ulong)Environment.ProcessId << 32);

    // What -p, -u and --socket ask for is an element of the graph.
    private string ControlSockets()
    {
        var text = new StringBuilder();
        string name = "click_driver@@ControlSocket";
        int count = 0;
        IEnumerable<string> places = options.ControlPorts.Select(port => $"TCP, {port}")
            .Concat(options.ControlSockets.Select(path => $"UNIX, {ArgumentText.Quote(path)}"))
            .Concat(options.ControlDescriptors.Select(descriptor => $"SOCKET, {descriptor}"));
        foreach (string place in places)
        {
            string suffix = count == 0 ? "" : $"@{count}";
            string retries = options.AllowsReconfiguration ? ", RETRIES 1, RETRY_WARNINGS false" : "";
            text.Append(CultureInfo.InvariantCulture,
                $"\n{name}{suffix} :: ControlSocket({place}{retries});\n");
            count++;
        }

        return text.ToString();
    }

    private int Use(
        RouterGraph graph, RouterDriver driver, SystemSignals signals, SystemFiles files, string name)
    {
        bool isWritten = options.OutputFile is null
            || FlatGraph.TryWrite(graph.ReadHandler("flatconfig"), options.OutputFile, files, console);
        if (graph.Elements.Count == 0 && !options.HidesWarnings)
        {
            console.WriteMessage($"warning: {name}: configuration has no elements, exiting");
        }

        if (!options.Quits && graph.Elements.Count > 0)
        {
            graph = Drive(graph, driver, signals);
        }

        bool isPrinted = new HandlerPrinter(graph, console).Print(options.Handlers);
        int status = options.ExitHandler is null ? (isWritten && isPrinted ? 0 : 1) : ExitStatus(graph);
        graph.Close();
        return status;
    }

    private RouterGraph Drive(RouterGraph graph, RouterDriver driver, IRouterSignals signals)
    {
        signals.Watch(Interrupt, driver.Stop);
        signals.Watch(Terminate, driver.Stop);
        using Process? process = options.PrintsTime ? Process.GetCurrentProcess() : null;
        (TimeSpan user, TimeSpan system) =
            (process?.UserProcessorTime ?? default, process?.PrivilegedProcessorTime ?? default);
        long start = TimeProvider.System.GetTimestamp();
        RouterGraph last = driver.Run(graph);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
        if (process is not null)
        {
            process.Refresh();
            console.WriteOutput(string.Create(
                CultureInfo.InvariantCulture,
                $"{(process.UserProcessorTime - user).TotalSeconds:f3}u "
                + $"{(process.PrivilegedProcessorTime - system).TotalSeconds:f3}s "
                + $"{(int)elapsed.TotalMinutes}:{elapsed.TotalSeconds % 60:00.00}\n"));
        }

        return last;
    }

    private int ExitStatus(RouterGraph graph)
    {
        try
        {
            string value = graph.ReadHandler(options.ExitHandler!).Trim();
            if (ArgumentTypes.Bool(value, out bool truth, out _) && value is not ("0" or "1"))
            {
                return truth ? 0 : 1;
            }

            if (ArgumentTypes.Int32()(value, out int status, out _))
            {
                return status;
            }

            console.WriteMessage("exit handler value should be integer");
        }
        catch (HandlerException wrong)
        {
            console.WriteMessage(wrong.Message);
        }

        return ExitHandlerFailed;
    }
}
