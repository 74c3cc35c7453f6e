using Xia.Kernel.Time;

namespace Xia.Workload.Clients;

/// <summary>How a datagram probe asks.</summary>
public sealed record ProbeOptions
{
    /// <summary>The time between two requests.</summary>
    public Duration Every { get; init; } = Duration.FromMilliseconds(1);

    /// <summary>When the first request goes out.</summary>
    public Instant Start { get; init; }

    /// <summary>No request goes out from here on; null for never.</summary>
    public Instant? Stop { get; init; }

    /// <summary>The length of a request in bytes: 24 for header and key, the rest padding.</summary>
    public int RequestBytes { get; init; } = 32;

    /// <summary>How many preloaded keys there are to ask for, in turn.</summary>
    public long Keys { get; init; } = 10_000;

    /// <summary>A request without an answer for this long is lost.</summary>
    public Duration LostAfter { get; init; } = Duration.FromSeconds(10);

    /// <summary>The most requests; the probe ends when it has sent them.</summary>
    public int MaximumRequests { get; init; } = 1 << 22;
}
