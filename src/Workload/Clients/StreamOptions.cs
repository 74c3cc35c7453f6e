using Xia.Kernel.Time;

namespace Xia.Workload.Clients;

/// <summary>How a stream client talks.</summary>
public sealed record StreamOptions
{
    /// <summary>Values carried per second in both directions together, in bits per second.</summary>
    public long RateBitsPerSecond { get; init; } = 20_000_000;

    /// <summary>The length of a value in bytes.</summary>
    public int ValueBytes { get; init; } = 960;

    /// <summary>The first key that belongs to this client alone.</summary>
    public long FirstKey { get; init; } = 1_000_000;

    /// <summary>How many keys belong to it.</summary>
    public int Keys { get; init; } = 64;

    /// <summary>When it connects.</summary>
    public Instant Start { get; init; }

    /// <summary>
    /// No request is made from here on, and the stream is closed once all are answered; null for never.
    /// </summary>
    public Instant? Stop { get; init; }

    /// <summary>
    /// A request unanswered for this long, counted from the latest resume, breaks the session.
    /// </summary>
    public Duration SessionTimeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>The most requests under way.</summary>
    public int MaximumOutstanding { get; init; } = 512;
}
