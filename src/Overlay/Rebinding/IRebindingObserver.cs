using Xia.Kernel.Time;

namespace Xia.Overlay.Rebinding;

/// <summary>Hears of every step of a rebinding, on either side, for measurement.</summary>
/// <remarks>
/// On the mover's side: sent (once per transmission), acknowledged. On the peer's side: verified, then
/// provisional (or not, without an attachment), then confirmed or abandoned; or rejected. Associations are
/// named by the local nonce of the stack that reports.
/// </remarks>
public interface IRebindingObserver
{
    /// <summary>
    /// The mover hands a rebinding to the network; <paramref name="attempt"/> counts from 1.
    /// </summary>
    void OnSent(ulong association, int attempt, Instant now);

    /// <summary>The mover knows that its peer uses the new place.</summary>
    void OnAcknowledged(ulong association, Instant now);

    /// <summary>The peer checked a rebinding and found it true.</summary>
    void OnVerified(ulong association, Instant now);

    /// <summary>The peer sends to the new place, within its credit.</summary>
    void OnProvisional(ulong association, Instant now);

    /// <summary>The new place answered the peer's challenge: full use.</summary>
    void OnConfirmed(ulong association, Instant now);

    /// <summary>The new place never answered; the peer is back at the old one.</summary>
    void OnAbandoned(ulong association, Instant now);

    /// <summary>A message changed nothing; the association is 0 when it names none.</summary>
    void OnRejected(ulong association, RebindingRejection reason, Instant now);
}
