using Xia.Kernel.Time;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Tests.Rebinding;

/// <summary>
/// What a stack would be without one of its checks. Only here, to show what the check prevents.
/// </summary>
internal sealed class WeakChecker(Weakness weakness) : IProofChecker
{
    private readonly ProofChecker _real = new();

    public bool IsKeyOf(Xid subject, ReadOnlySpan<byte> key) =>
        weakness == Weakness.NoKeyHash || _real.IsKeyOf(subject, key);

    public ProofVerdict CheckSignature(
        ReadOnlySpan<byte> key, string domain, ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature) =>
        _real.CheckSignature(key, domain, body, signature);

    public ProofVerdict CheckDelegation(Delegation delegation, Xid machine, ulong lowestEpoch, Instant now) =>
        weakness == Weakness.NoDelegation
            ? ProofVerdict.Valid
            : _real.CheckDelegation(delegation, machine, lowestEpoch, now);

    public bool IsNewer(Freshness claim, Freshness accepted) =>
        weakness == Weakness.NoSequence || _real.IsNewer(claim, accepted);

    public bool IsNewKey(ReadOnlySpan<byte> key) => _real.IsNewKey(key);
}
