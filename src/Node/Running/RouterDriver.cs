using Xia.Kernel.Time;
using Xia.Node.Polling;
using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Platform;

namespace Xia.Node.Running;

/// <summary>Runs a graph until it stops: its first thread on the caller's, the others on their own.</summary>
/// <remarks>
/// In turn: what came from outside (signals, connections, devices), then timers and tasks; when nothing is
/// due, it sleeps until the next deadline or until something comes. In simulated time one thread runs all.
/// Another graph that was made by <see cref="Replace"/> takes over between two turns.
/// </remarks>
public sealed class RouterDriver(RouterClock clock, Poller poller) : IRouterDriver, IGraphReplacer
{
    /// <summary>The most firings between two looks at the clock and outside.</summary>
    private const int FiringsPerTurn = 128;

    private RouterGraph? _graph;
    private volatile RouterGraph? _next;
    private WorkerThreads? _workers;
    private volatile bool _isStopped;

    /// <summary>The time in which the graph lives.</summary>
    public RouterClock Clock { get; } = clock;

    /// <summary>What is added to the text of a graph that takes over.</summary>
    public string Epilogue { get; set; } = "";

    /// <inheritdoc/>
    public bool IsReplacing => _next is not null;

    /// <summary>Ends the run soon; from any thread.</summary>
    public void Stop()
    {
        _isStopped = true;
        poller.Wake();
    }

    /// <inheritdoc/>
    public void OnRunRequested()
    {
        // The loop looks at the next deadline after everything that it lets in.
    }

    /// <inheritdoc/>
    public void OnRunRequested(int thread)
    {
        if (thread == 0)
        {
            poller.Wake();
        }
        else
        {
            _workers?.Wake(thread);
        }
    }

    /// <inheritdoc/>
    public string? Replace(string text)
    {
        try
        {
            RouterGraph? obsolete = _next;
            _next = _graph!.PrepareReplacement(text + Epilogue, "config");
            if (obsolete is not null)
            {
                // The thread that polls may be inside one of its connections.
                poller.Post(obsolete.Close);
            }

            // It may be another thread that writes, while the one that polls sleeps.
            poller.Wake();
            return null;
        }
        catch (RouterConfigurationException wrong)
        {
            return wrong.Message;
        }
    }

    /// <summary>Runs until the graph stops itself or <see cref="Stop"/> is called.</summary>
    /// <returns>The graph that ran last.</returns>
    public RouterGraph Run(RouterGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Use(graph);
        while (!_isStopped && (!_graph!.IsStopped || _next is not null))
        {
            if (_next is { } next)
            {
                _workers?.Stop();
                next.TakeOver(_graph);
                _next = null;
                Use(next);
            }

            Instant now = Clock.Read();
            RunTurn(now, FiringsPerTurn);
            if (!_graph.IsStopped && _next is null)
            {
                poller.Poll(SleepLength(now));
            }
        }

        _workers?.Stop();
        _next?.Close();
        return _graph!;
    }

    private void Use(RouterGraph graph)
    {
        _graph = graph;

        // Whatever comes from outside finds the right time in the graph.
        poller.Entering = () => RunTurn(Clock.Read(), 0);
        _workers = graph.Threads.Count > 1 && Clock is not SimulatedClock
            ? new WorkerThreads(graph, Clock, FiringsPerTurn)
            : null;

        // They wake each other through the field, so it is set first.
        _workers?.Start();
    }

    private void RunTurn(Instant now, int budget)
    {
        if (_workers is null)
        {
            _graph!.Run(now, budget);
        }
        else
        {
            _graph!.Threads[0].Run(now, budget);
        }
    }

    // Null: until something comes.
    private Duration? SleepLength(Instant now)
    {
        Instant? next = _workers is null ? _graph!.NextRun : _graph!.Threads[0].NextRun;
        return next switch
        {
            null => null,
            { } due when due <= now => Duration.Zero,
            { } due => Clock.PassUntil(due),
        };
    }
}
