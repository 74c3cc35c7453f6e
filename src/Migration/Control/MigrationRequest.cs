using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Migration.Control;

/// <summary>Which move a source is to carry out.</summary>
public sealed record MigrationRequest
{
    /// <summary>
    /// The move's number; unique among the moves of this machine, drawn from a named random stream.
    /// </summary>
    public required ulong Id { get; init; }

    /// <summary>The host that the machine is on.</summary>
    public required Xid SourceHost { get; init; }

    /// <summary>The host that it is to go to.</summary>
    public required Xid DestinationHost { get; init; }

    /// <summary>
    /// The epoch in which the source acts for the machine; the destination gets the next one.
    /// </summary>
    public required ulong CurrentEpoch { get; init; }

    /// <summary>
    /// The source's session key for the machine. After a move that was declined behind its commit the owner
    /// delegates to it anew, two epochs on, so that the declined delegation is outdated; null leaves that
    /// out.
    /// </summary>
    public KeyPair? SourceSessionKey { get; init; }
}
