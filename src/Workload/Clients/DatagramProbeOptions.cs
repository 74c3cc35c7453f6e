using Xia.Kernel.Time;

namespace Xia.Workload.Clients;

/// <summary>How a probe asks.</summary>
public sealed record DatagramProbeOptions
{
    /// <summary>When the first request goes out.</summary>
    public Instant Start { get; init; }

    /// <summary>When no request goes out any more; null for never.</summary>
    public Instant? Stop { get; init; }

    /// <summary>The time between requests; default 1 ms.</summary>
    public Duration Every { get; init; } = Duration.FromMilliseconds(1);

    /// <summary>How long a request is at the application, header included; default 64 bytes.</summary>
    public int RequestBytes { get; init; } = 64;

    /// <summary>How many keys are asked for in turn, from 0 on; default 10,000.</summary>
    public int Keys { get; init; } = 10_000;

    /// <summary>After how long a request without an answer counts as lost; default 10 s.</summary>
    public Duration LostAfter { get; init; } = Duration.FromSeconds(10);
}
