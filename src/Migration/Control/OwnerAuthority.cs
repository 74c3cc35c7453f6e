using Xia.Kernel.Time;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Migration.Control;

/// <summary>An owner who delegates to whichever host is asked for, for a fixed time.</summary>
/// <remarks>It stands for a machine of the owner's; its signing occupies no host of the move.</remarks>
public sealed class OwnerAuthority(KeyPair owner, Duration validity) : IDelegationAuthority
{
    /// <inheritdoc/>
    public Delegation? TryDelegate(
        Xid machine, Xid host, ReadOnlySpan<byte> sessionKey, ulong epoch, Instant now) =>
        machine == owner.PublicKey.ToXid(XidType.Hid) && PublicKey.TryCreate(sessionKey, out PublicKey? sound)
            ? Delegation.Issue(owner, host, sound, epoch, now + validity)
            : null;
}
