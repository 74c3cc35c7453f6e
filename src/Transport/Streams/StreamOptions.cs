using Xia.Kernel.Time;

namespace Xia.Transport.Streams;

/// <summary>The settings of a byte stream; both architectures use the same.</summary>
public sealed record StreamOptions
{
    /// <summary>The most payload bytes in one segment; at least 1.</summary>
    public int MaximumSegmentBytes { get; init; } = 1460;

    /// <summary>How many written bytes may wait for their acknowledgement; at most 2²⁹.</summary>
    public int SendBufferBytes { get; init; } = 1 << 20;

    /// <summary>
    /// How many bytes may wait to be read, and the largest window told to the peer; at most 2²⁹.
    /// </summary>
    public int ReceiveBufferBytes { get; init; } = 1 << 20;

    /// <summary>
    /// The least that the retransmission timer waits beyond the smoothed RTT. 200 ms as in Linux, where RFC
    /// 6298 (2.4) asks for a whole RTO of at least 1 s.
    /// </summary>
    public Duration MinimumRto { get; init; } = Duration.FromMilliseconds(200);

    /// <summary>The longest retransmission timeout, backed off or not (RFC 6298, 2.5).</summary>
    public Duration MaximumRto { get; init; } = Duration.FromSeconds(60);

    /// <summary>The retransmission timeout before the first RTT sample (RFC 6298, 2.1).</summary>
    public Duration InitialRto { get; init; } = Duration.FromSeconds(1);

    /// <summary>The initial congestion window in segments (RFC 6928).</summary>
    public int InitialWindowSegments { get; init; } = 10;

    /// <summary>
    /// How often a segment is sent again before the peer counts as gone; 15 as Linux's <c>tcp_retries2</c>.
    /// </summary>
    public int MaximumRetransmissions { get; init; } = 15;

    /// <summary>The same for SYN and SYN-ACK; 6 as Linux's <c>tcp_syn_retries</c>.</summary>
    public int MaximumSynRetransmissions { get; init; } = 6;

    /// <summary>
    /// How long the first unacknowledged segment waits for its ACK (RFC 9293, 3.8.6.3); every second is at
    /// once.
    /// </summary>
    public Duration DelayedAck { get; init; } = Duration.FromMilliseconds(40);

    /// <summary>
    /// How long a connection that this end closed first answers late segments; 60 s as in Linux.
    /// </summary>
    public Duration TimeWait { get; init; } = Duration.FromSeconds(60);

    /// <summary>
    /// How many separate runs of bytes beyond a gap are kept; what would be one more is dropped.
    /// </summary>
    public int MaximumOutOfOrderRanges { get; init; } = 256;

    internal void Check()
    {
        const int MaximumBufferBytes = 1 << 29;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumSegmentBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SendBufferBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SendBufferBytes, MaximumBufferBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ReceiveBufferBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReceiveBufferBytes, MaximumBufferBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MinimumRto.Nanoseconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRto, MinimumRto);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumRto, Duration.FromSeconds(3600));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(InitialRto.Nanoseconds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(InitialWindowSegments);
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumRetransmissions);
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumSynRetransmissions);
        ArgumentOutOfRangeException.ThrowIfNegative(DelayedAck.Nanoseconds);
        ArgumentOutOfRangeException.ThrowIfNegative(TimeWait.Nanoseconds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumOutOfOrderRanges);
    }
}
