using Xia.Kernel.Time;

namespace Xia.Migration.Control;

/// <summary>What one round of a move sent.</summary>
public sealed record RoundReport
{
    /// <summary>From 1 on; the last one is that behind the freeze.</summary>
    public required int Round { get; init; }

    /// <summary>Whether the guest stood still.</summary>
    public required bool IsFinal { get; init; }

    /// <summary>Pages that were to be sent when it began.</summary>
    public required int PagesAtStart { get; init; }

    /// <summary>When it began: the dirty log was harvested.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>Pages sent as zeroes.</summary>
    public int ZeroPages { get; set; }

    /// <summary>Pages sent as they are.</summary>
    public int RawPages { get; set; }

    /// <summary>Bytes of its page frames, headers included.</summary>
    public long FrameBytes { get; set; }

    /// <summary>When its last page was coded; for the last round, when the commit had left.</summary>
    public Instant EndedAt { get; set; }

    /// <summary>Pages sent.</summary>
    public int Pages => ZeroPages + RawPages;

    /// <summary>How long it took.</summary>
    public Duration Length => EndedAt - StartedAt;
}
