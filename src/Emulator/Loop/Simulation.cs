using Xia.Kernel.Events;
using Xia.Kernel.Time;

namespace Xia.Emulator.Loop;

/// <summary>Virtual time: takes the earliest event, sets the clock to it, hands it to its target, and so on.</summary>
/// <remarks>
/// Events have a total order (instant, kind, node, the node's own count), so a run does not depend on the order of
/// unrelated calls. Nothing here reads a clock.
/// </remarks>
public sealed class Simulation
{
    /// <summary>After how many events a cancellation is looked for.</summary>
    private const int EventsPerCancellationCheck = 4096;

    private readonly EventQueue _queue = new();
    private readonly List<IEventTarget> _targets = [];
    private readonly List<long> _sequences = [];

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
        _targets.Add(target);
        return _targets.Count - 1;
    }

    /// <summary>Schedules an event; one for a moment that has passed happens now.</summary>
    public void Schedule(Instant at, EventKind kind, int node, int target, long argument) =>
        _queue.Push(new Event(Instant.Max(at, Now), (byte)kind, node, _sequences[node]++, target, argument));

    /// <summary>Handles every event up to and including an instant, at which the clock then stands.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void RunUntil(Instant end, CancellationToken cancellation)
    {
        int untilCheck = EventsPerCancellationCheck;
        while (_queue.TryPeek(out Instant next) && next <= end)
        {
            _queue.TryPop(out Event current);
            Now = current.At;
            EventsHandled++;
            _targets[current.Target].OnEvent(current.Argument, current.At);
            if (--untilCheck == 0)
            {
                untilCheck = EventsPerCancellationCheck;
                cancellation.ThrowIfCancellationRequested();
            }
        }

        Now = Instant.Max(Now, end);
    }
}
