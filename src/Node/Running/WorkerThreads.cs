using Xia.Kernel.Time;
using Xia.Router.Graph;

namespace Xia.Node.Running;

/// <summary>The threads of a graph but the first, each on a thread of the system.</summary>
internal sealed class WorkerThreads
{
    private readonly RouterGraph _graph;
    private readonly RouterClock _clock;
    private readonly int _firingsPerTurn;
    private readonly AutoResetEvent[] _wakes;
    private readonly Thread[] _threads;
    private volatile bool _isStopped;

    /// <summary>Starts them.</summary>
    public WorkerThreads(RouterGraph graph, RouterClock clock, int firingsPerTurn)
    {
        _graph = graph;
        _clock = clock;
        _firingsPerTurn = firingsPerTurn;
        _wakes = [.. graph.Threads.Select(_ => new AutoResetEvent(false))];
        _threads = [.. graph.Threads.Skip(1).Select(thread => new Thread(() => Run(thread)))];
        foreach (Thread thread in _threads)
        {
            thread.IsBackground = true;
            thread.Start();
        }
    }

    /// <summary>Has a thread look at its tasks again.</summary>
    public void Wake(int thread) => _wakes[thread].Set();

    /// <summary>Ends them, and waits for that.</summary>
    public void Stop()
    {
        _isStopped = true;
        foreach (AutoResetEvent wake in _wakes)
        {
            wake.Set();
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void Run(RouterThread thread)
    {
        while (!_isStopped && !_graph.IsStopped)
        {
            Instant now = _clock.Read();
            thread.Run(now, _firingsPerTurn);
            if (thread.NextRun is not { } next)
            {
                _wakes[thread.Index].WaitOne();
            }
            else if (next > now)
            {
                _wakes[thread.Index].WaitOne(
                    TimeSpan.FromMicroseconds(_clock.PassUntil(next).TotalMicroseconds));
            }
        }
    }
}
