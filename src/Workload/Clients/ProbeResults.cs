using Xia.Kernel.Time;

namespace Xia.Workload.Clients;

/// <summary>
/// What a datagram probe saw: when each request was sent and answered, and nothing worked out yet.
/// </summary>
/// <remarks>
/// Request n was sent at start + n × interval. Each request costs 4 bytes for its latency (µs would be too
/// coarse: 32 bits of nanoseconds × 4 reach 17 s, beyond which a request is lost anyway) and each answer 8
/// for its time of arrival.
/// </remarks>
public sealed class ProbeResults
{
    private const uint Unanswered = uint.MaxValue;
    private const int LatencyUnitNanoseconds = 4;

    private readonly ProbeOptions _options;
    private uint[] _latencies = new uint[1024];
    private long[] _arrivals = new long[1024];

    internal ProbeResults(ProbeOptions options) => _options = options;

    /// <summary>How many requests were due so far.</summary>
    public int Sent { get; private set; }

    /// <summary>How many of them the stack did not take.</summary>
    public int Untaken { get; private set; }

    /// <summary>How many requests were answered in time.</summary>
    public int Answered { get; private set; }

    /// <summary>Answers beyond the first.</summary>
    public int Duplicated { get; private set; }

    /// <summary>First answers that came when the request counted as lost already.</summary>
    public int Late { get; private set; }

    /// <summary>Answers with a wrong value or an error.</summary>
    public int Wrong { get; private set; }

    /// <summary>Datagrams that were no answer to this probe.</summary>
    public int Foreign { get; private set; }

    /// <summary>Reports that the peer cannot be reached.</summary>
    public int Unreachable { get; private set; }

    /// <summary>When the latest answer came, or null.</summary>
    public Instant? LastAnswerAt => Answered == 0 ? null : new Instant(_arrivals[Answered - 1]);

    /// <summary>When a request was, or will be, sent.</summary>
    public Instant SentAt(int number) => _options.Start + (_options.Every * number);

    /// <summary>How long a request's answer took, or null without one in time; exact to 4 ns.</summary>
    public Duration? LatencyOf(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)number, (uint)Sent, nameof(number));
        uint latency = _latencies[number];
        return latency == Unanswered ? null
            : Duration.FromNanoseconds((long)latency * LatencyUnitNanoseconds);
    }

    /// <summary>
    /// How many requests had no answer although their time was over by <paramref name="now"/>.
    /// </summary>
    public int LostBy(Instant now)
    {
        int lost = 0;
        for (int number = 0; number < Sent && SentAt(number) + _options.LostAfter <= now; number++)
        {
            lost += _latencies[number] == Unanswered ? 1 : 0;
        }

        return lost;
    }

    /// <summary>
    /// The longest time between two consecutive answers of which the later came in (<paramref name="from"/>,
    /// <paramref name="to"/>], or null with fewer than two answers.
    /// </summary>
    public (Instant Start, Instant End)? LongestGap(Instant from, Instant to)
    {
        (Instant Start, Instant End)? longest = null;
        int first = Array.BinarySearch(_arrivals, 0, Answered, from.Nanoseconds);
        for (int index = Math.Max(first < 0 ? ~first : first, 1); index < Answered; index++)
        {
            (Instant Start, Instant End) gap =
                (new Instant(_arrivals[index - 1]), new Instant(_arrivals[index]));
            if (gap.End > to)
            {
                break;
            }

            bool isLonger = longest is not { } best || gap.End - gap.Start > best.End - best.Start;
            longest = gap.End > from && isLonger ? gap : longest;
        }

        return longest;
    }

    /// <summary>
    /// The latencies of answered requests sent in [<paramref name="from"/>, <paramref name="to"/>),
    /// ascending.
    /// </summary>
    public Duration[] LatenciesOf(Instant from, Instant to)
    {
        List<Duration> latencies = [];
        for (int number = 0; number < Sent && SentAt(number) < to; number++)
        {
            if (SentAt(number) >= from && LatencyOf(number) is { } latency)
            {
                latencies.Add(latency);
            }
        }

        latencies.Sort();
        return [.. latencies];
    }

    /// <summary>
    /// The smallest of ascending values that at least this share of them do not exceed (nearest rank).
    /// </summary>
    /// <param name="ascending">Sorted values.</param>
    /// <param name="permille">1 to 1000; 990 for p99.</param>
    public static Duration? Percentile(ReadOnlySpan<Duration> ascending, int permille)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(permille);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permille, 1000);
        return ascending.IsEmpty ? null
            : ascending[(int)((((long)ascending.Length * permille) + 999) / 1000) - 1];
    }

    internal void Send(bool isTaken)
    {
        Grow(ref _latencies, Sent);
        _latencies[Sent++] = Unanswered;
        Untaken += isTaken ? 0 : 1;
    }

    internal void Answer(int number, bool isRight, Instant now)
    {
        if (!isRight)
        {
            Wrong++;
            return;
        }

        Duration latency = now - SentAt(number);
        if (_latencies[number] != Unanswered)
        {
            Duplicated++;
        }
        else if (latency > _options.LostAfter || latency.Nanoseconds / LatencyUnitNanoseconds >= Unanswered)
        {
            Late++;
        }
        else
        {
            _latencies[number] = (uint)(latency.Nanoseconds / LatencyUnitNanoseconds);
            Grow(ref _arrivals, Answered);
            _arrivals[Answered++] = now.Nanoseconds;
        }
    }

    internal void CountForeign() => Foreign++;

    internal void CountUnreachable() => Unreachable++;

    private static void Grow<T>(ref T[] items, int count)
    {
        if (count == items.Length)
        {
            Array.Resize(ref items, 2 * count);
        }
    }
}
