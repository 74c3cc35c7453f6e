using Xia.Kernel.Time;

namespace Xia.Migration.Strategies;

/// <summary>When pre-copy stops copying rounds.</summary>
public sealed record PreCopyOptions
{
    /// <summary>
    /// The guest is stopped once the rest would take no longer than this; default 300 ms, as QEMU's.
    /// </summary>
    public Duration DowntimeLimit { get; init; } = Duration.FromMilliseconds(300);

    /// <summary>
    /// After this many rounds the guest is stopped whatever is left; default 30, as Xen's 29 and the last.
    /// </summary>
    public int MaximumRounds { get; init; } = 30;

    /// <summary>
    /// After this many rounds in a row that left no less than the round before had to send, the guest is
    /// stopped; default 3; 0 leaves the rule out.
    /// </summary>
    public int RoundsWithoutProgress { get; init; } = 3;

    /// <summary>
    /// After this time since the first round the guest is stopped whatever is left; default never.
    /// </summary>
    public Duration? MaximumTime { get; init; }

    /// <summary>
    /// Whether the last three rules give the move up instead of stopping the guest; default no.
    /// </summary>
    public bool GiveUpInsteadOfStopping { get; init; }
}
