using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Overlay.Delegations;

/// <summary>
/// The power to act for an identifier: its own key, or a session key with the owner's delegation.
/// </summary>
public sealed class Credential
{
    private Credential(Xid subject, KeyPair key, Delegation? delegation)
    {
        Subject = subject;
        Key = key;
        Delegation = delegation;
    }

    /// <summary>For whom one may act.</summary>
    public Xid Subject { get; }

    /// <summary>What one signs with.</summary>
    public KeyPair Key { get; }

    /// <summary>Why that is allowed; null when the key is the subject's own.</summary>
    public Delegation? Delegation { get; }

    /// <summary>The delegation's epoch, or 0.</summary>
    public ulong Epoch => Delegation?.Epoch ?? 0;

    /// <summary>Who holds a key may act for the identifier that is its hash.</summary>
    public static Credential OfIdentity(XidType type, KeyPair key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new Credential(key.PublicKey.ToXid(type), key, null);
    }

    /// <summary>The host of a delegation may act for its machine.</summary>
    /// <exception cref="ArgumentException">The key is not the delegation's session key.</exception>
    public static Credential OfDelegation(Delegation delegation, KeyPair sessionKey)
    {
        ArgumentNullException.ThrowIfNull(delegation);
        ArgumentNullException.ThrowIfNull(sessionKey);
        return sessionKey.PublicKey.Bytes.SequenceEqual(delegation.SessionKey)
            ? new Credential(delegation.Machine, sessionKey, delegation)
            : throw new ArgumentException("The delegation names another session key.", nameof(sessionKey));
    }

    /// <summary>Signs a body for one purpose, and says by what right.</summary>
    public Proof Prove(string domain, ReadOnlySpan<byte> body)
    {
        byte[] signature = Key.Sign(domain, body).Bytes.ToArray();
        return Delegation is null
            ? Proof.ByIdentity(Key.PublicKey.Bytes.ToArray(), signature)
            : Proof.ByDelegation(Delegation, signature);
    }
}
