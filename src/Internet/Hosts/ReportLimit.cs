using Xia.Kernel.Time;

namespace Xia.Internet.Hosts;

/// <summary>
/// Limits how many ICMP reports a host sends (RFC 1812, 4.3.2.8): a bucket of tokens that time fills.
/// </summary>
internal sealed class ReportLimit
{
    /// <summary>How many may go out at once; as Linux's <c>icmp_msgs_burst</c>.</summary>
    public const int Burst = 50;

    // 1000 a second, as Linux's icmp_msgs_per_sec.
    private static readonly Duration PerReport = Duration.FromMilliseconds(1);

    // When the bucket would have been empty: it holds a token for each PerReport since then, up to Burst.
    private long _emptyAt = -(PerReport * Burst).Nanoseconds;

    /// <summary>Takes a token, if there is one.</summary>
    public bool TryTake(Instant now)
    {
        long emptyAt = Math.Max(_emptyAt, (now - (PerReport * Burst)).Nanoseconds) + PerReport.Nanoseconds;
        if (emptyAt > now.Nanoseconds)
        {
            return false;
        }

        _emptyAt = emptyAt;
        return true;
    }
}
