using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Workload.Clients;

/// <summary>What a stream client saw.</summary>
public sealed class StreamResults
{
    /// <summary>The time that one bin of goodput covers.</summary>
    public static readonly Duration BinLength = Duration.FromMilliseconds(100);

    /// <summary>The most bins: later answers count in the last one.</summary>
    public const int MaximumBins = 1 << 20;

    private readonly List<long> _bins = [];
    private Instant _lastProgress;
    private long _unanswered;

    internal StreamResults()
    {
    }

    /// <summary>Where the session stands.</summary>
    public StreamClientState State { get; private set; }

    /// <summary>When it began.</summary>
    public Instant? BeganAt { get; private set; }

    /// <summary>When it finished or broke.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>Why it broke.</summary>
    public BreakReason Reason { get; private set; }

    /// <summary>What the stack said when it broke.</summary>
    public StreamFailure Failure { get; private set; }

    /// <summary>How many requests were made.</summary>
    public long Requests { get; private set; }

    /// <summary>How many were answered, every byte as expected.</summary>
    public long Answers { get; private set; }

    /// <summary>Bytes of values carried and confirmed, both directions.</summary>
    public long ValueBytes { get; private set; }

    /// <summary>The longest time from a request to its answer.</summary>
    public Duration LongestLatency { get; private set; }

    /// <summary>
    /// The longest time without progress while requests were unanswered, up to the last answer.
    /// </summary>
    public Duration LongestStall { get; private set; }

    /// <summary>When the longest stall began.</summary>
    public Instant LongestStallStart { get; private set; }

    /// <summary>How old the oldest unanswered request was when the session broke.</summary>
    public Duration? AgeAtBreak { get; private set; }

    /// <summary>
    /// Confirmed bytes of values per <see cref="BinLength"/>, the first bin beginning at the epoch.
    /// </summary>
    public IReadOnlyList<long> GoodputBins => _bins;

    /// <summary>
    /// How long there has been no progress although requests are unanswered; zero if there is nothing to wait
    /// for.
    /// </summary>
    public Duration StallAt(Instant now) =>
        State == StreamClientState.Running && _unanswered > 0 ? now - _lastProgress : Duration.Zero;

    internal void Begin(Instant now)
    {
        State = StreamClientState.Running;
        BeganAt = now;
        _lastProgress = now;
    }

    internal void Ask(int count, Instant now)
    {
        if (_unanswered == 0)
        {
            _lastProgress = now;
        }

        _unanswered += count;
        Requests += count;
    }

    internal void Answer(Instant sentAt, int valueBytes, Instant now)
    {
        Duration stall = now - _lastProgress;
        if (stall > LongestStall)
        {
            LongestStall = stall;
            LongestStallStart = _lastProgress;
        }

        _lastProgress = now;
        _unanswered--;
        Answers++;
        ValueBytes += valueBytes;
        LongestLatency = Duration.Max(LongestLatency, now - sentAt);
        int bin = (int)Math.Min(now.Nanoseconds / BinLength.Nanoseconds, MaximumBins - 1);
        while (_bins.Count <= bin)
        {
            _bins.Add(0);
        }

        _bins[bin] += valueBytes;
    }

    internal void Finish(Instant now)
    {
        State = StreamClientState.Finished;
        EndedAt = now;
    }

    internal void Break(BreakReason reason, StreamFailure failure, Instant? oldestSentAt, Instant now)
    {
        State = StreamClientState.Broken;
        EndedAt = now;
        Reason = reason;
        Failure = failure;
        AgeAtBreak = oldestSentAt is { } sentAt ? now - sentAt : null;
    }
}
