using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

/// <summary>
/// Two machines over a virtual link: A opens, B waits. Every failure text contains the seed.
/// </summary>
internal sealed class Pair
{
    public const int StepLimit = 2_000_000;

    private readonly PriorityQueue<Arrival, (long At, long Number)> _arrivals = new();
    private readonly RandomStream _random;
    private readonly byte[] _payload = new byte[65_536];
    private long _arrivalCount;
    private int _steps;

    public Pair(
        ulong seed, VirtualLink? link = null, StreamOptions? options = null, StreamOptions? optionsOfB = null)
    {
        Seed = seed;
        _random = new RandomRoot(seed).Stream("pair");
        Link = link ?? new VirtualLink();
        OptionsOfA = options ?? new StreamOptions();
        OptionsOfB = optionsOfB ?? OptionsOfA;
        A = new StreamMachine(OptionsOfA, (uint)_random.NextUInt64());
        B = new StreamMachine(OptionsOfB, (uint)_random.NextUInt64());
    }

    public ulong Seed { get; }

    public VirtualLink Link { get; set; }

    public StreamOptions OptionsOfA { get; }

    public StreamOptions OptionsOfB { get; }

    public StreamMachine A { get; set; }

    public StreamMachine B { get; set; }

    public Instant Now { get; private set; }

    /// <summary>Every segment sent, lost ones too: when, by A or not, header, payload length.</summary>
    public List<(Instant At, bool ByA, SegmentHeader Header, int PayloadBytes)> Trace { get; } = [];

    /// <summary>Says which segments are lost, besides the random ones.</summary>
    public Func<bool, SegmentHeader, int, bool>? Loses { get; set; }

    /// <summary>Called after every step, as the applications.</summary>
    public Action<Pair>? Application { get; set; }

    /// <summary>Whether sent segments are kept in <see cref="Trace"/>.</summary>
    public bool IsTracing { get; set; } = true;

    public void Connect()
    {
        A.Open(Now);
        RunUntil(p => p.A.State == StreamState.Established && p.B.State == StreamState.Established);
    }

    public void RunUntil(Func<Pair, bool> isDone)
    {
        Drain();
        while (!isDone(this))
        {
            Assert.That(
                Step(), Is.True, () => $"seed {Seed}: nothing more happens, at {Now}: {A.State}, {B.State}");
        }
    }

    public void RunFor(Duration length)
    {
        Instant end = Now + length;
        Drain();
        while (NextEvent() is { } next && next <= end)
        {
            Step();
        }

        Now = end;
    }

    /// <summary>Runs until neither end has anything to do.</summary>
    public void RunToRest()
    {
        Drain();
        while (Step())
        {
        }
    }

    /// <summary>Lets time pass without any machine noticing.</summary>
    public void Skip(Duration length) => Now += length;

    public void Drain()
    {
        Application?.Invoke(this);
        DrainOne(A, byA: true);
        DrainOne(B, byA: false);
    }

    private Instant? NextEvent()
    {
        Instant? next = Instant.Earliest(A.NextTimeout, B.NextTimeout);
        return _arrivals.TryPeek(out _, out (long At, long Number) key)
            ? Instant.Earliest(next, new Instant(key.At))
            : next;
    }

    private bool Step()
    {
        Assert.That(
            ++_steps,
            Is.LessThan(StepLimit),
            () => $"seed {Seed}: too many steps, at {Now}: {A.State}, {B.State}");
        if (NextEvent() is not { } next)
        {
            return false;
        }

        Now = Instant.Max(Now, next);
        bool hasArrival = _arrivals.TryPeek(out Arrival arrival, out (long At, long Number) key);
        if (hasArrival && key.At <= Now.Nanoseconds)
        {
            _arrivals.Dequeue();
            (arrival.ToA ? A : B).OnSegment(arrival.Header, arrival.Payload, Now);
        }
        else
        {
            A.OnTimeout(Now);
            B.OnTimeout(Now);
        }

        Drain();
        return true;
    }

    private void DrainOne(StreamMachine machine, bool byA)
    {
        while (machine.HasOutput)
        {
            Assert.That(
                machine.TryTakeSegment(_payload, Now, out SegmentHeader header, out int payloadBytes),
                Is.True);
            Assert.That(++_steps, Is.LessThan(StepLimit), () => $"seed {Seed}: too many segments, at {Now}");
            if (IsTracing)
            {
                Trace.Add((Now, byA, header, payloadBytes));
            }

            Send(header, _payload.AsSpan(0, payloadBytes), byA);
        }

        Assert.That(
            machine.TryTakeSegment(_payload, Now, out _, out _),
            Is.False,
            "HasOutput says what TryTakeSegment does.");
    }

    private void Send(SegmentHeader header, ReadOnlySpan<byte> payload, bool byA)
    {
        bool isLost = _random.NextChance(Link.LossPartsPerBillion) || (
            Loses?.Invoke(byA, header, payload.Length) ?? false);
        if (isLost)
        {
            return;
        }

        int copies = _random.NextChance(Link.DuplicatePartsPerBillion) ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            long late = Link.Jitter == Duration.Zero ? 0 : _random.NextInt64(0, Link.Jitter.Nanoseconds);
            long at = (Now + Link.Delay).Nanoseconds + late;
            _arrivals.Enqueue(new Arrival(!byA, header, payload.ToArray()), (at, _arrivalCount++));
        }
    }

    private readonly record struct Arrival(bool ToA, SegmentHeader Header, byte[] Payload);
}
