using Xia.Kernel.Time;

namespace Xia.Migration.Strategies;

/// <summary>
/// Sends all pages while the guest runs, then the pages dirtied meanwhile, and so on, until few are left.
/// </summary>
/// <remarks>
/// After QEMU: whenever what is left of the round would fit into the downtime limit, the dirty log is
/// harvested; if the sum still fits, the guest is stopped, and otherwise that sum is the next round.
/// <code>
/// left of round  │╲        ╲
///                │ ╲      ╱ ╲                  harvest: what was dirtied meanwhile is added
///  limit ────────│──╲────╱───╲────╱──
///                │   ╲__╱     ╲__╱   ← still below: freeze
///                └────────────────────▶ time
/// </code>
/// Differences to QEMU 7.2: bytes that the stream has taken but the peer has not acknowledged count as left
/// (QEMU leaves its socket buffer out and pays for it in the pause), and the rules of
/// <see cref="PreCopyOptions.MaximumRounds"/>, <see cref="PreCopyOptions.RoundsWithoutProgress"/> and
/// <see cref="PreCopyOptions.MaximumTime"/> exist.
/// </remarks>
public sealed class PreCopy : IPageStrategy
{
    private readonly PreCopyOptions _options;
    private int _unsentAtRoundStart;
    private int _roundsWithoutProgress;

    /// <summary>Pre-copy with the default rules.</summary>
    public PreCopy()
        : this(new PreCopyOptions())
    {
    }

    /// <summary>Pre-copy with given rules.</summary>
    public PreCopy(PreCopyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DowntimeLimit, Duration.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumRounds, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.RoundsWithoutProgress, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(
            options.MaximumTime ?? Duration.Zero, Duration.Zero, nameof(options));
        _options = options;
    }

    /// <inheritdoc/>
    public string Name => "pre-copy";

    /// <inheritdoc/>
    public Verdict Decide(in MoveProgress progress)
    {
        Verdict verdict = progress.AtRoundStart ? DecideAtStart(progress) : DecideWithin(progress);
        return verdict.Kind is VerdictKind.Continue or VerdictKind.NextRound
            && progress.Elapsed >= _options.MaximumTime
            ? End("maximum-time")
            : verdict;
    }

    private Verdict DecideAtStart(in MoveProgress progress)
    {
        if (FitsLimit(progress))
        {
            return Verdict.Freeze("downtime-limit");
        }

        if (progress.Round > _options.MaximumRounds)
        {
            return End("maximum-rounds");
        }

        bool gained = progress.Round == 1 || progress.UnsentPages < _unsentAtRoundStart;
        _roundsWithoutProgress = gained ? 0 : _roundsWithoutProgress + 1;
        _unsentAtRoundStart = progress.UnsentPages;
        return _options.RoundsWithoutProgress > 0 && _roundsWithoutProgress >= _options.RoundsWithoutProgress
            ? End("no-progress")
            : Verdict.Continue;
    }

    private Verdict DecideWithin(in MoveProgress progress) =>
        progress.AtRoundEnd || FitsLimit(progress) ? Verdict.NextRound : Verdict.Continue;

    private Verdict End(string rule) =>
        _options.GiveUpInsteadOfStopping ? Verdict.GiveUp(rule) : Verdict.Freeze(rule);

    private bool FitsLimit(in MoveProgress progress) =>
        progress.RemainingBytes == 0 || (Int128)progress.RemainingBytes * 1_000_000_000
            <= (Int128)progress.BandwidthBytesPerSecond * _options.DowntimeLimit.Nanoseconds;
}
