using Xia.Kernel.Time;

namespace Xia.Workload.Clients;

/// <summary>How a connector connects.</summary>
public sealed record ConnectorOptions
{
    /// <summary>When it makes the first connection.</summary>
    public Instant Start { get; init; }

    /// <summary>When it makes no new one any more; null for never.</summary>
    public Instant? Stop { get; init; }

    /// <summary>The time between connections; default 200 ms.</summary>
    public Duration Every { get; init; } = Duration.FromMilliseconds(200);

    /// <summary>How long an attempt may take to its answer; default 10 s.</summary>
    public Duration Timeout { get; init; } = Duration.FromSeconds(10);

    /// <summary>How many keys are asked for in turn, from 0 on; default 10,000.</summary>
    public int Keys { get; init; } = 10_000;

    /// <summary>How many attempts are under way at once; a further one is put off. Default 256.</summary>
    public int MaximumConcurrent { get; init; } = 256;
}
