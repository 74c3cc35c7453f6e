using System.Runtime.InteropServices;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Platform;

/// <summary>The signals of this process, told on the thread that polls.</summary>
public sealed class SystemSignals(Poller poller) : IRouterSignals, IDisposable
{
    private const int HighestNumber = 64;
    private const int IgnoringHandler = 1;

    private static readonly (string Name, int Number)[] Names =
    [
        ("HUP", 1), ("INT", 2), ("QUIT", 3), ("ILL", 4), ("TRAP", 5), ("ABRT", 6), ("BUS", 7), ("FPE", 8),
        ("KILL", 9), ("USR1", 10), ("SEGV", 11), ("USR2", 12), ("PIPE", 13), ("ALRM", 14), ("TERM", 15),
        ("CHLD", 17), ("CONT", 18), ("STOP", 19), ("TSTP", 20), ("TTIN", 21), ("TTOU", 22), ("URG", 23),
        ("XCPU", 24), ("XFSZ", 25), ("VTALRM", 26), ("PROF", 27), ("WINCH", 28), ("IO", 29), ("PWR", 30),
        ("SYS", 31),
    ];

    private readonly Dictionary<int, Watch> _watches = [];

    /// <inheritdoc/>
    public int ProcessId => Environment.ProcessId;

    /// <inheritdoc/>
    public int? NumberOf(string text)
    {
        if (int.TryParse(text, out int number))
        {
            return number is > 0 and <= HighestNumber ? number : null;
        }

        string name = text.StartsWith("SIG", StringComparison.Ordinal) ? text[3..] : text;
        foreach ((string known, int value) in Names)
        {
            if (known == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    void IRouterSignals.Watch(int signal, Action watcher)
    {
        if (!_watches.TryGetValue(signal, out Watch? watch))
        {
            watch = new Watch(poller);
            EndIgnoring(signal);
            watch.Registration = PosixSignalRegistration.Create((PosixSignal)signal, watch.OnSignal);
            _watches.Add(signal, watch);
        }

        watch.Watchers.Add(watcher);
    }

    /// <inheritdoc/>
    public void Unwatch(int signal, Action watcher)
    {
        if (_watches.TryGetValue(signal, out Watch? watch) && watch.Watchers.Remove(watcher)
            && watch.Watchers.Count == 0)
        {
            _watches.Remove(signal);
            watch.Registration?.Dispose();
        }
    }

    /// <inheritdoc/>
    public string? Send(int signal, int processId)
    {
        // A signal to oneself is there at once; by way of the system it would take a while.
        if (processId == ProcessId && _watches.TryGetValue(signal, out Watch? watch))
        {
            watch.Raise();
            return null;
        }

        return SystemCalls.Kill(processId, signal) == 0 ? null : Marshal.GetLastPInvokeErrorMessage();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Watch watch in _watches.Values)
        {
            watch.Registration?.Dispose();
        }

        _watches.Clear();
    }

    // A shell lets what runs in the background ignore interrupts; whoever asks for one gets it all the same.
    private static unsafe void EndIgnoring(int signal)
    {
        const int MostWords = 64;
        nint* action = stackalloc nint[MostWords];
        if (SystemCalls.AskSignalAction(signal, 0, action) == 0 && action[0] == IgnoringHandler)
        {
            _ = SystemCalls.SetSignalHandler(signal, 0);
        }
    }

    private sealed class Watch(Poller poller)
    {
        private int _isPending;

        public List<Action> Watchers { get; } = [];

        public PosixSignalRegistration? Registration { get; set; }

        public void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            Raise();
        }

        public void Raise()
        {
            if (Interlocked.Exchange(ref _isPending, 1) == 0)
            {
                poller.Post(Tell);
            }
        }

        private void Tell()
        {
            Interlocked.Exchange(ref _isPending, 0);
            foreach (Action watcher in Watchers.ToArray())
            {
                watcher();
            }
        }
    }
}
