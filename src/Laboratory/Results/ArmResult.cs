using Xia.Laboratory.Results.Metrics;
using Xia.Laboratory.Scenarios;

namespace Xia.Laboratory.Results;

/// <summary>What one arm of a run came to.</summary>
public sealed record ArmResult
{
    /// <summary>The arm as the scenario describes it.</summary>
    public required ScenarioArm Arm { get; init; }

    /// <summary>How memory moved, such as <c>pre-copy</c>; null if nothing moved.</summary>
    public required string? Strategy { get; init; }

    /// <summary>Figures of the arm; those of a move are those of the move with the longest pause.</summary>
    public required MetricSet Metrics { get; init; }

    /// <summary>Lower bounds of figures, by the same names.</summary>
    public required MetricSet Limits { get; init; }

    /// <summary>Every move that was asked for, in order.</summary>
    public required IReadOnlyList<MoveResult> Moves { get; init; }

    /// <summary>Every session of a client, in order.</summary>
    public required IReadOnlyList<SessionResult> Sessions { get; init; }

    /// <summary>What the arm promised before it ran, in one line.</summary>
    public required string Promise { get; init; }

    /// <summary>Whether the outcomes were as promised.</summary>
    public required bool PromiseKept { get; init; }

    /// <summary>
    /// Why the run of this arm is no valid result, such as a wrong end hash; empty if it is.
    /// </summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>What a reader of the figures has to know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
