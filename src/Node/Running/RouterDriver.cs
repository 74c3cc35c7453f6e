using Xia.Kernel.Time;
using Xia.Node.Polling;
using Xia.Router.Graph;

namespace Xia.Node.Running;

/// <summary>Runs a graph on the calling thread until it stops.</summary>
/// <remarks>
/// In turn: what came from outside (signals, connections, devices), then timers and tasks; when nothing is
/// due, it sleeps until the next deadline or until something comes.
/// </remarks>
public sealed class RouterDriver(RouterClock clock, Poller poller) : IRouterDriver
{
    /// <summary>The most firings between two looks at the clock and outside.</summary>
    private const int FiringsPerTurn = 128;

    private volatile bool _isStopped;

    /// <summary>The time in which the graph lives.</summary>
    public RouterClock Clock { get; } = clock;

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

    /// <summary>Runs until the graph stops itself or <see cref="Stop"/> is called.</summary>
    public void Run(RouterGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);

        // Whatever comes from outside finds the right time in the graph.
        poller.Entering = () => graph.Run(Clock.Read(), 0);
        while (!_isStopped && !graph.IsStopped)
        {
            Instant now = Clock.Read();
            graph.Run(now, FiringsPerTurn);
            if (graph.IsStopped)
            {
                return;
            }

            poller.Poll(SleepLength(graph, now));
        }
    }

    // Null: until something comes.
    private Duration? SleepLength(RouterGraph graph, Instant now) => graph.NextRun switch
    {
        null => null,
        { } due when due <= now => Duration.Zero,
        { } due => Clock.PassUntil(due),
    };
}
