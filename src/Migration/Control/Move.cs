using Xia.Migration.Machines;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Migration.Control;

/// <summary>One move of one machine, as one end of it knows it.</summary>
public sealed record Move
{
    /// <summary>The move's number, drawn by the source.</summary>
    public required ulong Id { get; init; }

    /// <summary>Which end speaks.</summary>
    public required MoveSide Side { get; init; }

    /// <summary>This end's copy of the machine.</summary>
    public required IMachine Machine { get; init; }

    /// <summary>The host that the machine leaves.</summary>
    public required Xid SourceHost { get; init; }

    /// <summary>The host that it goes to.</summary>
    public required Xid DestinationHost { get; init; }

    /// <summary>The epoch that the destination takes.</summary>
    public required ulong Epoch { get; init; }

    /// <summary>
    /// The owner's delegation: at the source that for the destination, from Reserved on, and after an abort
    /// behind the commit a new one for the source; at the destination its own, from Committed on.
    /// </summary>
    public Delegation? Delegation { get; init; }

    /// <summary>
    /// With what this end signs for the machine by <see cref="Delegation"/>; null where it may not.
    /// </summary>
    public Credential? Credential { get; init; }
}
