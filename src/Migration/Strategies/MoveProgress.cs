using Xia.Kernel.Time;
using Xia.Migration.Machines;

namespace Xia.Migration.Strategies;

/// <summary>How far a move has come when its strategy is asked.</summary>
public readonly record struct MoveProgress
{
    /// <summary>The round, from 1 on.</summary>
    public required int Round { get; init; }

    /// <summary>Whether nothing of this round has been sent; the dirty log was harvested just now.</summary>
    public required bool AtRoundStart { get; init; }

    /// <summary>Whether all of this round has been sent, but for pages that the strategy held back.</summary>
    public required bool AtRoundEnd { get; init; }

    /// <summary>The size of the memory in pages.</summary>
    public required int PageCount { get; init; }

    /// <summary>
    /// Pages of this round that are not sent yet, those held back included; not those dirtied since its
    /// start.
    /// </summary>
    public required int UnsentPages { get; init; }

    /// <summary>Pages sent in this round.</summary>
    public required int SentPages { get; init; }

    /// <summary>Pages sent in the round before; 0 in the first.</summary>
    public required int SentPagesBefore { get; init; }

    /// <summary>Pages sent in all rounds.</summary>
    public required long SentPagesTotal { get; init; }

    /// <summary>
    /// Bytes that the stream took and the peer has not acknowledged; they precede whatever comes next.
    /// </summary>
    public required long BacklogBytes { get; init; }

    /// <summary>
    /// What the way to the peer carries, in bytes per second, as measured lately; 0 while unknown.
    /// </summary>
    public required long BandwidthBytesPerSecond { get; init; }

    /// <summary>The time since the first round began.</summary>
    public required Duration Elapsed { get; init; }

    /// <summary>
    /// The bytes that a stop now would still have to carry: unsent pages as if raw, and the backlog.
    /// </summary>
    public long RemainingBytes => ((long)UnsentPages * IGuestMemory.PageSizeBytes) + BacklogBytes;
}
