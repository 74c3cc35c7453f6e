using Xia.Kernel.Time;
using Xia.Node.Polling;
using Xia.Router.Graph;
using Xia.Router.Graph.Running;

namespace Xia.Node.Running;

/// <summary>The threads of a graph but the first, each on a thread of the system.</summary>
internal sealed class WorkerThreads
{
    private readonly RouterGraph _graph;
    private readonly RouterClock _clock;
    private readonly int _firingsPerTurn;
    private readonly Poller[] _sleeps;
    private readonly Thread[] _threads;
    private volatile bool _isStopped;

    /// <summary>Makes them; <see cref="Start"/> sets them going.</summary>
    public WorkerThreads(RouterGraph graph, RouterClock clock, int firingsPerTurn)
    {
        _graph = graph;
        _clock = clock;
        _firingsPerTurn = firingsPerTurn;
        _sleeps = [.. graph.Threads.Select(_ => new Poller())];
        _threads = [.. graph.Threads.Skip(1).Select(thread => new Thread(() => Run(thread)))];
    }

    /// <summary>Sets them going, once <see cref="Wake"/> can be called.</summary>
    public void Start()
    {
        foreach (Thread thread in _threads)
        {
            thread.IsBackground = true;
            thread.Start();
        }
    }

    /// <summary>Has a thread look at its tasks again.</summary>
    public void Wake(int thread)
    {
        if (!_isStopped)
        {
            _sleeps[thread].Wake();
        }
    }

    /// <summary>Ends them, and waits for that; called once, by the thread that made them.</summary>
    public void Stop()
    {
        _isStopped = true;
        foreach (Poller sleep in _sleeps)
        {
            sleep.Wake();
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        foreach (Poller sleep in _sleeps)
        {
            sleep.Dispose();
        }
    }

    // A poller sleeps to the nanosecond, and for any length.
    private void Run(RouterThread thread)
    {
        while (!_isStopped && !_graph.IsStopped)
        {
            Instant now = _clock.Read();
            thread.Run(now, _firingsPerTurn);
            Instant? next = thread.NextRun;
            if (next is not { } due || due > now)
            {
                _sleeps[thread.Index].Poll(next is { } deadline ? _clock.PassUntil(deadline) : null);
            }
        }
    }
}
