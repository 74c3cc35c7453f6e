using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Running;

namespace Xia.Router.Tests.Testing;

/// <summary>Runs each thread of a graph on a thread of its own until the graph stops.</summary>
internal sealed class ThreadedDriver(int threadCount) : IRouterDriver
{
    private const int Budget = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly AutoResetEvent[] _wakes =
        [.. Enumerable.Range(0, threadCount).Select(_ => new AutoResetEvent(false))];

    private long _now;

    /// <summary>What ended a thread before its time.</summary>
    public List<Exception> Failures { get; } = [];

    public void OnRunRequested() => OnRunRequested(0);

    public void OnRunRequested(int thread) => _wakes[thread].Set();

    /// <summary>Starts all threads; the result is what to wait for.</summary>
    public Thread[] Start(RouterGraph router)
    {
        Thread[] threads = [.. router.Threads.Select(thread => new Thread(() => Run(router, thread)))];
        foreach (Thread thread in threads)
        {
            thread.IsBackground = true;
            thread.Start();
        }

        return threads;
    }

    public void Join(Thread[] threads)
    {
        foreach (Thread thread in threads)
        {
            Assert.That(thread.Join(Patience), "The graph stops by itself.");
        }

        Assert.That(Failures, Is.Empty);
    }

    private void Run(RouterGraph router, RouterThread thread)
    {
        try
        {
            while (!router.IsStopped)
            {
                // Time goes on with each run, so that timers fire without a clock.
                var now = new Instant(Interlocked.Add(ref _now, 1_000));
                thread.Run(now, Budget);
                if (thread.NextRun is null && !router.IsStopped)
                {
                    _wakes[thread.Index].WaitOne(Patience);
                }
            }
        }
#pragma warning disable CA1031 // Whatever ends the thread is the test's result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            lock (Failures)
            {
                Failures.Add(exception);
            }
        }

        foreach (AutoResetEvent wake in _wakes)
        {
            wake.Set();
        }
    }
}
