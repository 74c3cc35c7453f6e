using Xia.Kernel.Time;

namespace Xia.Migration.Control;

/// <summary>What one round of a move sent.</summary>
public sealed record RoundReport
{
    /// <summary>From 1 on; the last one is that behind the freeze.</summary>
    public int Round { get; internal init; }

    /// <summary>Whether the guest stood still.</summary>
    public bool IsFinal { get; internal set; }

    /// <summary>Pages that were to be sent when it began.</summary>
    public int PagesAtStart { get; internal set; }

    /// <summary>When it began: the dirty log was harvested.</summary>
    public Instant StartedAt { get; internal set; }

    /// <summary>Pages sent as zeroes.</summary>
    public int ZeroPages { get; internal set; }

    /// <summary>Pages sent as they are.</summary>
    public int RawPages { get; internal set; }

    /// <summary>Bytes of its page frames, headers included.</summary>
    public long FrameBytes { get; internal set; }

    /// <summary>When its last page was coded; for the last round, when the commit had left.</summary>
    public Instant EndedAt { get; internal set; }

    /// <summary>Pages sent.</summary>
    public int Pages => ZeroPages + RawPages;

    /// <summary>How long it took.</summary>
    public Duration Length => EndedAt - StartedAt;
}
