using Xia.Kernel.Time;

namespace Xia.Workload.Tests.Networks;

/// <summary>
/// Two or more fake stacks with a delay between them: enough of a network to try applications on.
/// </summary>
internal sealed class LoopbackNetwork
{
    private const int StepLimit = 20_000_000;

    private readonly PriorityQueue<Action, (Instant At, long Number)> _events = new();
    private readonly List<LoopbackLayer> _layers = [];
    private long _numbers;

    public Instant Now { get; private set; }

    public Duration Delay { get; set; } = Duration.FromMilliseconds(1);

    /// <summary>Every n-th datagram is lost; 0 for none.</summary>
    public int LoseEvery { get; set; }

    /// <summary>Every n-th datagram arrives twice; 0 for none.</summary>
    public int RepeatEvery { get; set; }

    /// <summary>While true, datagrams are lost and streams stand still.</summary>
    public bool IsCut { get; private set; }

    public LoopbackLayer Add(string name)
    {
        LoopbackLayer layer = new(this, name, _layers.Count);
        _layers.Add(layer);
        return layer;
    }

    public LoopbackLayer? Find(string name) => _layers.Find(layer => layer.Name == name);

    public LoopbackLayer this[int number] => _layers[number];

    public void At(Instant at, Action action) => _events.Enqueue(action, (Instant.Max(at, Now), _numbers++));

    public void After(Duration delay, Action action) => At(Now + delay, action);

    public void Cut() => IsCut = true;

    public void Mend()
    {
        IsCut = false;
        foreach (LoopbackLayer layer in _layers)
        {
            layer.Wake();
        }
    }

    /// <summary>Runs events, and whoever has a deadline, up to an instant.</summary>
    public void Run(Instant until, params (Func<Instant?> Due, Action<Instant> OnTimeout)[] timers)
    {
        for (int step = 0; ; step++)
        {
            Assert.That(step, Is.LessThan(StepLimit), "The run does not end.");
            Instant next = _events.TryPeek(out _, out (Instant At, long Number) first) ? first.At
                : Instant.MaxValue;
            int timer = -1;
            for (int index = 0; index < timers.Length; index++)
            {
                if (timers[index].Due() is { } due && due < next)
                {
                    next = Instant.Max(due, Now);
                    timer = index;
                }
            }

            if (next > until || next == Instant.MaxValue)
            {
                Now = until;
                return;
            }

            Now = Instant.Max(Now, next);
            if (timer >= 0)
            {
                timers[timer].OnTimeout(Now);
            }
            else
            {
                _events.Dequeue()();
            }
        }
    }
}
