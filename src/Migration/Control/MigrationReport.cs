using Xia.Kernel.Time;
using Xia.Migration.Machines;

namespace Xia.Migration.Control;

/// <summary>What a move cost, as its source counted it.</summary>
public sealed class MigrationReport
{
    private readonly List<RoundReport> _rounds = [];

    /// <summary>The strategy's name.</summary>
    public string Strategy { get; internal set; } = "";

    /// <summary>The rule by which the guest was stopped, or the move was given up; empty before.</summary>
    public string StopRule { get; internal set; } = "";

    /// <summary>When the request was accepted.</summary>
    public Instant StartedAt { get; internal set; }

    /// <summary>When the last vCPU stopped at the source; null if it never did.</summary>
    public Instant? FrozenAt { get; internal set; }

    /// <summary>When the first vCPU went on, at the destination or, after an abort, at the source.</summary>
    public Instant? ResumedAt { get; internal set; }

    /// <summary>When nothing was left at the source.</summary>
    public Instant? ReleasedAt { get; internal set; }

    /// <summary>Why the move failed.</summary>
    public MoveFailure Failure { get; internal set; }

    /// <summary>The same in words.</summary>
    public string FailureDetail { get; internal set; } = "";

    /// <summary>The rounds, the last one behind the freeze.</summary>
    public IReadOnlyList<RoundReport> Rounds => _rounds;

    /// <summary>The length of the exported device state, S.</summary>
    public int DeviceStateBytes { get; internal set; }

    /// <summary>
    /// SHA-256 over the digests of memory and device state that the commit stated and the destination
    /// checked; empty before the commit.
    /// </summary>
    public ReadOnlyMemory<byte> EndHash { get; internal set; }

    /// <summary>Bytes that went into the stream, all frames and headers.</summary>
    public long StreamBytes { get; internal set; }

    /// <summary>Pages sent as zeroes, in all rounds.</summary>
    public long ZeroPages => _rounds.Sum(round => (long)round.ZeroPages);

    /// <summary>Pages sent as they are, in all rounds.</summary>
    public long RawPages => _rounds.Sum(round => (long)round.RawPages);

    /// <summary>Page and device content sent.</summary>
    public long PayloadBytes => (RawPages * IGuestMemory.PageSizeBytes) + DeviceStateBytes;

    /// <summary>From the last instruction here to the first one there.</summary>
    public Duration? Pause => FrozenAt is { } frozen && ResumedAt is { } resumed ? resumed - frozen : null;

    /// <summary>From the accepted request to the moment at which the source may power off.</summary>
    public Duration? Total => ReleasedAt is { } released ? released - StartedAt : null;

    internal RoundReport? CurrentRound => _rounds.Count == 0 ? null : _rounds[^1];

    internal void Begin(RoundReport round) => _rounds.Add(round);
}
