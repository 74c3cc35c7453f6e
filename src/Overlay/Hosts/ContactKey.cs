using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Hosts;

/// <summary>How a packet is recognised whose sender does not know the receiver's nonce yet.</summary>
internal readonly record struct ContactKey(ulong RemoteNonce, Xid Authority, Xid RemoteIntent, Xid LocalSid)
{
    /// <summary>Compares keys under a seed, so that no stranger can choose keys that collide.</summary>
    internal sealed class Comparer(ulong seed) : IEqualityComparer<ContactKey>
    {
        public bool Equals(ContactKey x, ContactKey y) => x == y;

        public int GetHashCode(ContactKey key)
        {
            ulong hash = key.Authority.Hash(seed ^ key.RemoteNonce);
            return (int)(key.RemoteIntent.Hash(hash) >> 32);
        }
    }
}
