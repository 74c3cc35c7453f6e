using Xia.Kernel.Time;

namespace Xia.Transport.Tests.Streams;

/// <summary>What a virtual link does to segments, the same in both directions.</summary>
internal sealed record VirtualLink
{
    public Duration Delay { get; init; } = Duration.FromMilliseconds(10);

    /// <summary>Each segment is late by up to this, so that segments overtake each other.</summary>
    public Duration Jitter { get; init; }

    public long LossPartsPerBillion { get; init; }

    public long DuplicatePartsPerBillion { get; init; }
}
