using Xia.Kernel.Time;

namespace Xia.Migration.Tests.Network;

/// <summary>Virtual time for tests: actions in order of instant, then of being asked for.</summary>
internal sealed class Schedule
{
    private readonly PriorityQueue<Action<Instant>, (long Time, long Order)> _actions = new();
    private long _order;

    public Instant Now { get; private set; }

    public Instant? Next => _actions.TryPeek(out _, out (long Time, long Order) key) ? new Instant(key.Time) : null;

    public void At(Instant time, Action<Instant> action) =>
        _actions.Enqueue(action, (Instant.Max(time, Now).Nanoseconds, _order++));

    public void RunNext()
    {
        if (_actions.TryDequeue(out Action<Instant>? action, out (long Time, long Order) key))
        {
            Now = new Instant(key.Time);
            action(Now);
        }
    }

    public void AdvanceTo(Instant time) => Now = Instant.Max(Now, time);
}
