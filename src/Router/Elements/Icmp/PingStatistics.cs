using System.Globalization;
using System.Text;
using Xia.Kernel.Time;

namespace Xia.Router.Elements.Icmp;

/// <summary>What is known of the answers to echo requests.</summary>
internal sealed class PingStatistics
{
    private const int SequenceCount = 1 << 16;

    // When the last request with a sequence number left, and whether it was answered.
    private readonly Instant[] _sent = new Instant[SequenceCount];
    private readonly bool[] _isAnswered = new bool[SequenceCount];
    private long _answers;
    private long _duplicates;
    private Int128 _sumMicroseconds;
    private Int128 _squareSumMicroseconds;

    /// <summary>The shortest round-trip time; zero without answers.</summary>
    public Duration Shortest { get; private set; }

    /// <summary>The longest round-trip time; zero without answers.</summary>
    public Duration Longest { get; private set; }

    /// <summary>The mean round-trip time; zero without answers.</summary>
    public Duration Mean => Duration.FromMicroseconds((long)(_sumMicroseconds / Math.Max(_answers, 1)));

    /// <summary>Notes that a request left.</summary>
    public void Sent(ushort sequence, Instant now)
    {
        _sent[sequence] = now;
        _isAnswered[sequence] = false;
    }

    /// <summary>Counts an answer; false if it answers nothing that was asked.</summary>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="arrival">When it came; zero if that is not known.</param>
    /// <param name="time">The round-trip time; zero if that is not known.</param>
    public bool TryCount(ushort sequence, Instant arrival, out Duration time)
    {
        time = Duration.Zero;
        if (_sent[sequence] == Instant.Zero)
        {
            return false;
        }

        if (arrival != Instant.Zero)
        {
            time = arrival - _sent[sequence];
            Int128 microseconds = time.Nanoseconds / 1000;
            Shortest = _answers == 0 ? time : Duration.Min(Shortest, time);
            Longest = _answers == 0 ? time : Duration.Max(Longest, time);
            _sumMicroseconds += microseconds;
            _squareSumMicroseconds += microseconds * microseconds;
        }

        _duplicates += _isAnswered[sequence] ? 1 : 0;
        _isAnswered[sequence] = true;
        _answers++;
        return true;
    }

    /// <summary>The summary of the command ping.</summary>
    public string Summary(long requests)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{requests} packets transmitted, ")
            .Append(CultureInfo.InvariantCulture, $"{_answers - _duplicates} received");
        if (_duplicates > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", +{_duplicates} duplicates");
        }

        if (requests > 0)
        {
            long lost = Math.Max(requests - (_answers - _duplicates), 0);
            text.Append(CultureInfo.InvariantCulture, $", {lost * 100 / requests}% packet loss\n");
        }

        if (_answers > 0)
        {
            long mean = (long)(_sumMicroseconds / _answers);
            double variance = (double)(_squareSumMicroseconds / _answers) - ((double)mean * mean);
            long deviation = (long)Math.Sqrt(Math.Max(variance, 0));
            text.Append("rtt min/avg/max/mdev = ")
                .AppendJoin('/', new[] { Microseconds(Shortest), mean, Microseconds(Longest), deviation }
                    .Select(Milliseconds))
                .Append('\n');
        }

        return text.ToString();
    }

    private static long Microseconds(Duration time) => time.Nanoseconds / 1000;

    private static string Milliseconds(long microseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000}.{microseconds % 1000:000}");
}
