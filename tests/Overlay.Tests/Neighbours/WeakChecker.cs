using Xia.Kernel.Time;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Tests.Neighbours;

/// <summary>Leaves one check out, to show what it prevents.</summary>
internal sealed class WeakChecker(string leftOut) : IProofChecker
{
    private readonly ProofChecker _checker = new();

    public bool IsKeyOf(Xid subject, ReadOnlySpan<byte> key) => leftOut == "key hash" || _checker.IsKeyOf(subject, key);

    public ProofVerdict CheckSignature(
        ReadOnlySpan<byte> key, string domain, ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature) =>
        leftOut == "signature" ? ProofVerdict.Valid : _checker.CheckSignature(key, domain, body, signature);

    public ProofVerdict CheckDelegation(Delegation delegation, Xid machine, ulong lowestEpoch, Instant now) =>
        leftOut == "delegation"
            ? ProofVerdict.Valid
            : _checker.CheckDelegation(delegation, machine, lowestEpoch, now);

    public bool IsNewer(Freshness claim, Freshness accepted) =>
        leftOut == "sequence" || _checker.IsNewer(claim, accepted);

    public bool IsNewKey(ReadOnlySpan<byte> key) => _checker.IsNewKey(key);
}
