using Xia.Kernel.Time;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Migration.Control;

/// <summary>A message of the control protocol; docs/migration.md has the table of fields.</summary>
internal abstract record ControlMessage
{
    private ControlMessage()
    {
    }

    /// <summary>Source: may this machine come?</summary>
    public sealed record Reserve(
        ulong MoveId,
        string MachineName,
        Xid Machine,
        int PageCount,
        Xid SourceHost,
        Xid DestinationHost,
        ulong Epoch,
        Duration MinimumPause) : ControlMessage;

    /// <summary>Destination: yes, and this is the session key that the owner is to delegate to.</summary>
    public sealed record Reserved(byte[] SessionKey, Proof Proof) : ControlMessage;

    /// <summary>Destination: no.</summary>
    public sealed record Refused(MoveFailure Reason, string Detail) : ControlMessage;

    /// <summary>Source: it is going to come.</summary>
    public sealed record PreAnnounce : ControlMessage;

    /// <summary>Destination: everything is prepared; the guest may be stopped from now on.</summary>
    public sealed record Ready : ControlMessage;

    /// <summary>Source: that was a round.</summary>
    public sealed record RoundEnd(int Round, long Pages) : ControlMessage;

    /// <summary>Destination: all pages of a round are in place.</summary>
    public sealed record RoundApplied(int Round) : ControlMessage;

    /// <summary>Source: the guest stands still; the last pages and the device state follow.</summary>
    public sealed record Freeze(Instant FrozenAt) : ControlMessage;

    /// <summary>Source: that was everything; from here on it is yours.</summary>
    public sealed record Commit(
        int DeviceStateBytes, byte[] MemoryDigest, byte[] DeviceDigest,
        Delegation Delegation) : ControlMessage;

    /// <summary>Destination: the guest runs here since then.</summary>
    public sealed record Resumed(Instant ResumedAt, Proof Proof) : ControlMessage;

    /// <summary>Destination: nothing is needed from the source any more.</summary>
    public sealed record Release : ControlMessage;

    /// <summary>Source: its copy is gone.</summary>
    public sealed record Destroyed : ControlMessage;

    /// <summary>Source: the move is off. Never sent behind a Commit.</summary>
    public sealed record Abort(MoveFailure Reason, string Detail) : ControlMessage;

    /// <summary>Destination: this move will never take effect here.</summary>
    public sealed record Declined(MoveFailure Reason, string Detail, Proof Proof) : ControlMessage;

    /// <summary>Source, on a new stream: what became of this move?</summary>
    public sealed record Query(ulong MoveId, Xid Machine, Xid DestinationHost, ulong Epoch) : ControlMessage;

    /// <summary>Destination: it cannot tell any more.</summary>
    public sealed record Unknown : ControlMessage;
}
