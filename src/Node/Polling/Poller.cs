using System.Runtime.InteropServices;
using Xia.Kernel.Time;

namespace Xia.Node.Polling;

/// <summary>Waits for file descriptors and for calls from other threads.</summary>
/// <remarks>
/// One thread polls, and is told what comes; the rest may be called from any. With nothing to watch and no
/// time to wait, a poll costs no system call.
/// </remarks>
public sealed class Poller : IDisposable
{
    private const short Readable = 0x1;
    private const short Writable = 0x4;

    /// <summary>Polls without a wait that are skipped before the system is asked again.</summary>
    private const int IdlePollsSkipped = 16;

    private readonly Lock _watching = new();
    private readonly List<IPolled> _watched = [];
    private readonly Queue<Action> _posted = new();
    private readonly int _wakeRead;
    private readonly int _wakeWrite;
    private PollEntry[] _entries = new PollEntry[8];
    private IPolled[]? _asked;
    private int _skipped;
    private int _pollingThread;
    private int _isWakePending;
    private volatile bool _hasPosts;

    /// <summary>A poller that watches nothing yet.</summary>
    public unsafe Poller()
    {
        int* ends = stackalloc int[2];
        if (SystemCalls.Pipe(ends, SystemCalls.NonBlockingPrivate) != 0)
        {
            throw new IOException($"pipe: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        (_wakeRead, _wakeWrite) = (ends[0], ends[1]);
    }

    /// <summary>Called before anything that came is told; null for nothing.</summary>
    public Action? Entering { get; set; }

    /// <summary>Watches a descriptor from now on.</summary>
    public void Add(IPolled polled)
    {
        lock (_watching)
        {
            _watched.Add(polled);
            _asked = null;
        }

        WakeFromOutside();
    }

    /// <summary>Watches it no more.</summary>
    public void Remove(IPolled polled)
    {
        lock (_watching)
        {
            _watched.Remove(polled);
            _asked = null;
        }

        WakeFromOutside();
    }

    /// <summary>Whether it watches a descriptor.</summary>
    public bool Watches(IPolled polled)
    {
        lock (_watching)
        {
            return _watched.Contains(polled);
        }
    }

    /// <summary>Ends a wait, this one or the next; from any thread.</summary>
    public unsafe void Wake()
    {
        if (Interlocked.Exchange(ref _isWakePending, 1) != 0)
        {
            return;
        }

        byte one = 1;
        _ = SystemCalls.Write(_wakeWrite, &one, 1);
    }

    /// <summary>Has something called on the thread that polls; from any thread.</summary>
    public void Post(Action call)
    {
        lock (_posted)
        {
            _posted.Enqueue(call);
        }

        _hasPosts = true;
        Wake();
    }

    /// <summary>Waits until something comes, at most for a length; null waits for ever.</summary>
    public void Poll(Duration? length)
    {
        RunPosts();
        bool waits = length is not { } limit || limit > Duration.Zero;
        if (!waits && (_watched.Count == 0 || ++_skipped < IdlePollsSkipped))
        {
            return;
        }

        _skipped = 0;
        IPolled[] watched = TakeWatched();
        int count = watched.Length;
        if (_entries.Length < count + 1)
        {
            _entries = new PollEntry[2 * (count + 1)];
        }

        _entries[0] = new PollEntry { Descriptor = _wakeRead, Wanted = Readable };
        for (int index = 0; index < count; index++)
        {
            int wanted = (watched[index].WantsToRead ? Readable : 0)
                | (watched[index].WantsToWrite ? Writable : 0);
            _entries[index + 1] = new PollEntry
            {
                Descriptor = watched[index].Descriptor,
                Wanted = (short)wanted,
            };
        }

        if (Ask(count + 1, length) > 0)
        {
            Entering?.Invoke();
            Tell(watched);
        }

        RunPosts();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = SystemCalls.Close(_wakeRead);
        _ = SystemCalls.Close(_wakeWrite);
    }

    private IPolled[] TakeWatched()
    {
        lock (_watching)
        {
            _pollingThread = Environment.CurrentManagedThreadId;
            return _asked ??= [.. _watched];
        }
    }

    // Whoever polls may be asleep over what was watched before.
    private void WakeFromOutside()
    {
        if (_pollingThread != Environment.CurrentManagedThreadId)
        {
            Wake();
        }
    }

    private unsafe int Ask(int count, Duration? length)
    {
        TimeSpecification time = default;
        if (length is { } limit)
        {
            time.Seconds = limit.Nanoseconds / 1_000_000_000;
            time.Nanoseconds = limit.Nanoseconds % 1_000_000_000;
        }

        fixed (PollEntry* entries = _entries)
        {
            return SystemCalls.PollPrecisely(entries, (nuint)count, length is null ? null : &time, 0);
        }
    }

    private unsafe void Tell(IPolled[] watched)
    {
        if (_entries[0].Seen != 0)
        {
            const int Most = 64;
            byte* bytes = stackalloc byte[Most];
            _ = SystemCalls.Read(_wakeRead, bytes, Most);

            // After the read: who still sees the flag set has done before what the caller looks at next.
            Interlocked.Exchange(ref _isWakePending, 0);
        }

        for (int index = 0; index < watched.Length; index++)
        {
            short seen = _entries[index + 1].Seen;
            if ((seen & Writable) != 0 && Watches(watched[index]))
            {
                watched[index].OnWritable();
            }

            if ((seen & ~Writable) != 0 && Watches(watched[index]))
            {
                watched[index].OnReadable();
            }
        }
    }

    private void RunPosts()
    {
        if (!_hasPosts)
        {
            return;
        }

        _hasPosts = false;
        Entering?.Invoke();
        while (true)
        {
            Action? call;
            lock (_posted)
            {
                if (!_posted.TryDequeue(out call))
                {
                    return;
                }
            }

            call();
        }
    }
}
