using Xia.Kernel.Time;

namespace Xia.Workload.Clients;

/// <summary>How a connector goes about.</summary>
public sealed record ConnectorOptions
{
    /// <summary>The time between two attempts.</summary>
    public Duration Every { get; init; } = Duration.FromMilliseconds(100);

    /// <summary>When the first attempt begins.</summary>
    public Instant Start { get; init; }

    /// <summary>No attempt begins from here on; null for never.</summary>
    public Instant? Stop { get; init; }

    /// <summary>How many preloaded keys there are to ask for, in turn.</summary>
    public long Keys { get; init; } = 10_000;

    /// <summary>An attempt without its answer for this long has failed.</summary>
    public Duration Patience { get; init; } = Duration.FromSeconds(10);

    /// <summary>The most attempts under way; one more is counted as skipped.</summary>
    public int MaximumConcurrent { get; init; } = 256;

    /// <summary>The most attempts; the connector ends after them.</summary>
    public int MaximumAttempts { get; init; } = 1 << 20;
}
