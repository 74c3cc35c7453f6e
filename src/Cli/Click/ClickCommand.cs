using System.Diagnostics;
using System.Globalization;
using Xia.Node.Platform;
using Xia.Node.Polling;
using Xia.Node.Running;
using Xia.Router.Graph;
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
        var driver = new RouterDriver(clock, poller);
        var environment = new RouterEnvironment
        {
            Pool = new PacketPool(),
            Console = console,
            Files = files,
            Signals = signals,
            Driver = driver,
            Start = clock.Read(),
            Variables = options.Variables,
            Libraries = new SystemLibraries(SearchPath.FromEnvironment()),
            Packages = new ElementAssemblies(SearchPath.FromEnvironment()),
        };
        RouterGraph graph;
        try
        {
            graph = RouterGraph.Load(text.Text, text.Name, environment);
        }
        catch (RouterConfigurationException wrong)
        {
            console.WriteMessage(wrong.Message);
            return 1;
        }

        int status = Use(graph, driver, signals, files, text.Name);
        graph.Close();
        return status;
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
            Drive(graph, driver, signals);
        }

        bool isPrinted = new HandlerPrinter(graph, console).Print(options.Handlers);
        return options.ExitHandler is null ? (isWritten && isPrinted ? 0 : 1) : ExitStatus(graph);
    }

    private void Drive(RouterGraph graph, RouterDriver driver, IRouterSignals signals)
    {
        signals.Watch(Interrupt, driver.Stop);
        signals.Watch(Terminate, driver.Stop);
        using Process? process = options.PrintsTime ? Process.GetCurrentProcess() : null;
        (TimeSpan user, TimeSpan system) = (process?.UserProcessorTime ?? default, process?.PrivilegedProcessorTime ?? default);
        long start = TimeProvider.System.GetTimestamp();
        driver.Run(graph);
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
