using Xia.Kernel.Time;
using Xia.Laboratory.Building;
using Xia.Laboratory.Measurement;
using Xia.Laboratory.Scenarios;
using Xia.Migration.Control;

namespace Xia.Laboratory.Moves;

/// <summary>One migration that the scenario asked for, as both its ends told of it.</summary>
internal sealed class MoveRecord(
    ScenarioEvent.Migrate request, string from, Guest source, Instant requestedAt)
{
    /// <summary>What was asked for.</summary>
    public ScenarioEvent.Migrate Request { get; } = request;

    /// <summary>The host that it leaves.</summary>
    public string From { get; } = from;

    /// <summary>The copy at the source.</summary>
    public Guest Source { get; } = source;

    /// <summary>When it was asked for.</summary>
    public Instant RequestedAt { get; } = requestedAt;

    /// <summary>The copy at the destination, once it was made.</summary>
    public Guest? Destination { get; set; }

    /// <summary>The number by which its ends know it; 0 until it began.</summary>
    public ulong Id { get; set; }

    /// <summary>The source's end; null until it began.</summary>
    public MigrationSource? Engine { get; set; }

    /// <summary>When the guest stood still at the source.</summary>
    public Instant? FrozenAt { get; set; }

    /// <summary>When it ran again, at the destination or, after an abort, at the source.</summary>
    public Instant? ResumedAt { get; set; }

    /// <summary>Whether it went on at the destination.</summary>
    public bool ResumedAtDestination { get; set; }

    /// <summary>When nothing of it was left at the source.</summary>
    public Instant? ReleasedAt { get; set; }

    /// <summary>
    /// When the source host fell silent, in arms in which it does; nothing can be left there since.
    /// </summary>
    public Instant? SourceDiedAt { get; set; }

    /// <summary>All frames of migrations on the source's uplink before it began, in bytes.</summary>
    public long WireBytesBefore { get; set; }

    /// <summary>All frames of this migration on the source's uplink, in bytes.</summary>
    public long WireBytes { get; set; }

    /// <summary>How many pages of the machine were not zero when it went on at the destination.</summary>
    public long? ContentPages { get; set; }

    /// <summary>When service traffic reached the machine at the destination.</summary>
    public ArrivalLog? Arrivals { get; set; }

    /// <summary>Why it came to nothing, if it did.</summary>
    public string? Failure { get; set; }

    /// <summary>Whether nobody knows where it runs.</summary>
    public bool InDoubt { get; set; }
}
