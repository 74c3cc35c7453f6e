using Xia.Kernel.Events;
using Xia.Kernel.Time;

namespace Xia.Emulator.Loop;

/// <summary>
/// Virtual time: takes the earliest event, sets the clock to it, hands it to its target, and so on.
/// </summary>
/// <remarks>
/// Events have a total order (instant, kind, node, the node's own count), so a run does not depend on the
/// order of unrelated calls. Nothing here reads a clock.
/// </remarks>
public sealed class Simulation
{
    /// <summary>After how many events a cancellation is looked for.</summary>
    private const int EventsPerCancellationCheck = 4096;

    private const int TargetLines = 3;
    private const int SubjectLines = 7;

    private readonly EventQueue _queue = new();
    private readonly List<long> _sequences = [];
    private Target[] _targets = new Target[64];
    private int _targetCount;

    /// <summary>The time of the event being handled, or of the last one.</summary>
    public Instant Now { get; private set; }

    /// <summary>How many events have been handled.</summary>
    public long EventsHandled { get; private set; }

    /// <summary>Gives a node its number, which orders its events among those of others.</summary>
    public int AddNode()
    {
        _sequences.Add(0);
        return _sequences.Count - 1;
    }

    /// <summary>Gives a target the number by which events name it.</summary>
    public int AddTarget(IEventTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (_targetCount == _targets.Length)
        {
            Array.Resize(ref _targets, 2 * _targets.Length);
        }

        _targets[_targetCount].Handler = target;
        return _targetCount++;
    }

    /// <summary>
    /// Says what a target's next event is about, so that it can be brought near in time; decides nothing.
    /// </summary>
    public void Announce(int target, object? subject) => _targets[target].Subject = subject;

    /// <summary>Schedules an event; one for a moment that has passed happens now.</summary>
    public void Schedule(Instant at, EventKind kind, int node, int target, long argument) =>
        _queue.Push(new Event(Instant.Max(at, Now), (byte)kind, node, _sequences[node]++, target, argument));

    /// <summary>Handles every event up to and including an instant, at which the clock then stands.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void RunUntil(Instant end, CancellationToken cancellation)
    {
        int untilCheck = EventsPerCancellationCheck;
        bool exists = _queue.TryPeek(out Event next);
        while (exists && next.At <= end)
        {
            _queue.TryPop(out Event current);
            Now = current.At;
            EventsHandled++;
            if (_queue.TryPeek(out next))
            {
                Fetch(next.Target);
            }

            _targets[current.Target].Handler.OnEvent(current.Argument, current.At);
            if (--untilCheck == 0)
            {
                untilCheck = EventsPerCancellationCheck;
                cancellation.ThrowIfCancellationRequested();
            }

            exists = _queue.TryPeek(out next);
        }

        Now = Instant.Max(Now, end);
    }

    /// <summary>
    /// Has the memory of what will be handled next loaded while the present event is handled.
    /// </summary>
    /// <remarks>
    /// Between two packets at a node, those at all others push its state out of the nearest caches. A packet,
    /// its buffer's bookkeeping and the headers in it were allocated one after the other.
    /// </remarks>
    private void Fetch(int target)
    {
        ref Target next = ref _targets[target];
        CacheLines.Fetch(next.Handler, TargetLines);
        CacheLines.Fetch(next.Subject, SubjectLines);
    }

    private struct Target
    {
        public IEventTarget Handler;
        public object? Subject;
    }
}
