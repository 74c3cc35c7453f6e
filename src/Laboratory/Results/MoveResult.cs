using Xia.Laboratory.Results.Metrics;

namespace Xia.Laboratory.Results;

/// <summary>What became of one migration.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="From">The host that it left.</param>
/// <param name="To">The host that it was to go to.</param>
/// <param name="Strategy">How its memory moved.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it did not complete; null if it did.</param>
/// <param name="EndHash">
/// SHA-256 over the digests of memory and device state, equal on both sides; null if it did not complete.
/// </param>
/// <param name="Metrics">Its figures.</param>
/// <param name="Limits">Lower bounds of its figures.</param>
public sealed record MoveResult(
    string Machine,
    string From,
    string To,
    string Strategy,
    MoveOutcome Outcome,
    string? Reason,
    string? EndHash,
    MetricSet Metrics,
    MetricSet Limits);
