using Xia.Kernel.Time;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Migration.Control;

/// <summary>Reaches a machine's owner, who alone may say which host runs it in which epoch.</summary>
public interface IDelegationAuthority
{
    /// <summary>Asks for a delegation; null when the owner refuses.</summary>
    /// <param name="machine">The machine's HID.</param>
    /// <param name="host">Who is to act for it.</param>
    /// <param name="sessionKey">The public key that the host made for it, 32 bytes, validated.</param>
    /// <param name="epoch">The epoch; higher than every one that took effect before.</param>
    /// <param name="now">The time.</param>
    Delegation? TryDelegate(Xid machine, Xid host, ReadOnlySpan<byte> sessionKey, ulong epoch, Instant now);
}
