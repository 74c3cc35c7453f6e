using Xia.Kernel.Time;

namespace Xia.Migration.Control;

/// <summary>How a source carries a move out.</summary>
public sealed record MigrationOptions
{
    /// <summary>
    /// At most this many bytes per second go into the stream while the guest runs; null for no limit.
    /// </summary>
    public long? LimitBytesPerSecond { get; init; }

    /// <summary>Whether the limit holds while the guest stands still too; default no, as QEMU.</summary>
    public bool LimitWhileFrozen { get; init; }

    /// <summary>
    /// The guest resumes no earlier than this after it was stopped: for consistency checks that force a
    /// published pause. At most <see cref="LongestMinimumPause"/>.
    /// </summary>
    public Duration MinimumPause { get; init; }

    /// <summary>
    /// How long the source goes on forwarding after it let go of the memory, before it is released.
    /// </summary>
    public Duration Linger { get; init; }

    /// <summary>How long a stream may take to open; default 10 s.</summary>
    public Duration ConnectDeadline { get; init; } = Duration.FromSeconds(10);

    /// <summary>
    /// How long an answer may take: to reserve, pre-announce, query, and the release; default 10 s.
    /// </summary>
    public Duration AnswerDeadline { get; init; } = Duration.FromSeconds(10);

    /// <summary>How long no byte may come through while pages are sent; default 10 s.</summary>
    public Duration StallDeadline { get; init; } = Duration.FromSeconds(10);

    /// <summary>
    /// How long after the commit the outcome may take before the machine is in doubt; default 10 s.
    /// </summary>
    public Duration OutcomeDeadline { get; init; } = Duration.FromSeconds(10);

    /// <summary>The longest device state that is exported; default 64 MiB.</summary>
    public int MaximumDeviceStateBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Overwrites the source's copy as soon as the commit has left: a test that the destination is rebuilt
    /// from bytes alone. A move that is declined after that has lost its machine; never for real use.
    /// </summary>
    public bool OverwriteSourceAtCommit { get; init; }

    /// <summary>The longest <see cref="MinimumPause"/> that a destination honours.</summary>
    public static Duration LongestMinimumPause { get; } = Duration.FromSeconds(600);
}
