using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Overlay.Tests.Hosts;

/// <summary>A machine with its owner, and hosts that it may run on.</summary>
internal sealed class MachineIdentity(RandomStream random)
{
    private static readonly Instant FarFuture = new(Duration.FromSeconds(1_000_000).Nanoseconds);

    public KeyPair Owner { get; } = KeyPair.Generate(random);

    public Xid Hid => Owner.PublicKey.ToXid(XidType.Hid);

    public Credential NewHost() => Credential.OfIdentity(XidType.Hid, KeyPair.Generate(random));

    public Credential Delegate(Credential host, ulong epoch, Instant? expiry = null)
    {
        KeyPair session = KeyPair.Generate(random);
        return Credential.OfDelegation(
            Delegation.Issue(Owner, host.Subject, session.PublicKey, epoch, expiry ?? FarFuture), session);
    }

    public static Xid Ad(string name) => Xid.Derive(XidType.Ad, System.Text.Encoding.ASCII.GetBytes(name));

    public static Xid Sid(string name) => Xid.Derive(XidType.Sid, System.Text.Encoding.ASCII.GetBytes(name));
}
