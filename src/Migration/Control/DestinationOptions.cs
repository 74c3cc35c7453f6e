using Xia.Kernel.Time;

namespace Xia.Migration.Control;

/// <summary>What a destination waits for and takes.</summary>
public sealed record DestinationOptions
{
    /// <summary>
    /// How long the first message may take, and each that is due without pages between; default 10 s.
    /// </summary>
    public Duration MessageDeadline { get; init; } = Duration.FromSeconds(10);

    /// <summary>How long no byte may arrive while pages are due; default 10 s.</summary>
    public Duration StallDeadline { get; init; } = Duration.FromSeconds(10);

    /// <summary>
    /// How long after the resume the source may take to say that its copy is gone; default 60 s.
    /// </summary>
    public Duration ReleaseDeadline { get; init; } = Duration.FromSeconds(60);

    /// <summary>The longest device state that is taken; default 64 MiB.</summary>
    public int MaximumDeviceStateBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The largest memory that is reserved, in pages; default 64 GiB.</summary>
    public int MaximumPageCount { get; init; } = 16 * 1024 * 1024;
}
