using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;
using Xia.Overlay.Neighbours;

namespace Xia.Overlay.Tests.Neighbours;

public sealed class XarpMessageTests
{
    private static readonly Instant Expiry = Instant.Zero + Duration.FromSeconds(10);
    private static readonly KeyPair Host = Key("host");
    private static readonly KeyPair Owner = Key("owner");
    private static readonly KeyPair Session = Key("session");
    private static readonly KeyPair Liar = Key("liar");
    private static readonly Xid HostHid = Host.PublicKey.ToXid(XidType.Hid);
    private static readonly Xid Machine = Owner.PublicKey.ToXid(XidType.Hid);
    private static readonly Xid Asker = Key("asker").PublicKey.ToXid(XidType.Hid);
    private static readonly LinkAddress Link = LinkAddress.Read([2, 0, 0, 0, 0, 7]);

    [Test]
    public void Write_PlainQuestion_GivesItsBytes()
    {
        byte[] bytes = new byte[XarpMessage.MaximumLengthBytes];
        int length = XarpMessage.Write(
            bytes, XarpOperation.Request, (Asker, Link), (HostHid, default), 0x0102, 0x0304, null);
        byte[] asker = new byte[24];
        byte[] target = new byte[24];
        Asker.Write(asker);
        HostHid.Write(target);

        Assert.That(bytes[..length], Is.EqualTo((byte[])
        [
            0, 1, 0xC0, 0xDE, 6, 24, 0, 1, 2, 0, 0, 0, 0, 7, .. asker, 0, 0, 0, 0, 0, 0, .. target,
            0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 3, 4, 0, 0,
        ]));
    }

    [Test]
    public void TryRead_SignedReply_RoundTrips()
    {
        byte[] bytes = Announcement(Delegated(4), 9);
        Assert.That(XarpMessage.TryRead([.. bytes, 0, 0, 0], out XarpMessage? message), Is.True, "padding is allowed");
        Assert.That(message!.IsAnnouncement, Is.True);
        Assert.That(message.Sender, Is.EqualTo(Machine));
        Assert.That(message.SenderLink, Is.EqualTo(Link));
        Assert.That(message.Sequence, Is.EqualTo(9));
        Assert.That(message.Proof!.Epoch, Is.EqualTo(4));
    }

    [Test]
    public void TryRead_EveryTruncatedPrefix_IsRefused()
    {
        byte[] bytes = Announcement(Delegated(4), 9);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.That(XarpMessage.TryRead(bytes.AsSpan(0, length), out _), Is.False, $"{length} bytes");
        }
    }

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public bool TryRead_BentMessages_NeverThrowAndAreNeverBelieved(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("bend");
        byte[] bytes = Announcement(Delegated(4), 9);
        int offset = random.NextInt32(bytes.Length);
        bytes[offset] ^= (byte)(1 << random.NextInt32(8));
        return !XarpMessage.TryRead(bytes, out XarpMessage? message)
            || new NeighbourTrust().Check(message, Instant.Zero) != XarpVerdict.Learned;
    }

    [Test]
    public void Check_HostAndMachine_AreBelievedOnce()
    {
        NeighbourTrust trust = new();
        foreach (Credential credential in (Credential[])[Credential.OfIdentity(XidType.Hid, Host), Delegated(4)])
        {
            Assert.That(Check(trust, Announcement(credential, 9)), Is.EqualTo(XarpVerdict.Learned));
            Assert.That(Check(trust, Announcement(credential, 9)), Is.EqualTo(XarpVerdict.OldSequence), "a replay");
            Assert.That(Check(trust, Announcement(credential, 10)), Is.EqualTo(XarpVerdict.Learned));
        }
    }

    [Test]
    public void Check_OldHostAfterTheMove_IsAnOldEpoch()
    {
        NeighbourTrust trust = new();

        Assert.That(Check(trust, Announcement(Delegated(4), 100)), Is.EqualTo(XarpVerdict.Learned));
        Assert.That(Check(trust, Announcement(Delegated(5), 1)), Is.EqualTo(XarpVerdict.Learned), "a new epoch starts anew");
        Assert.That(Check(trust, Announcement(Delegated(4), 200)), Is.EqualTo(XarpVerdict.OldEpoch));
    }

    [Test]
    public void Check_ClaimOfAnotherIdentifier_IsABadKeyHash()
    {
        byte[] bytes = Announcement(Credential.OfIdentity(XidType.Hid, Liar), 9);
        HostHid.Write(bytes.AsSpan(14));
        HostHid.Write(bytes.AsSpan(44));

        Assert.That(Check(new NeighbourTrust(), bytes), Is.EqualTo(XarpVerdict.BadKeyHash));
    }

    [Test]
    public void Check_MovedLinkAddress_IsABadSignature()
    {
        byte[] bytes = Announcement(Delegated(4), 9);
        bytes[13] ^= 1;

        Assert.That(Check(new NeighbourTrust(), bytes), Is.EqualTo(XarpVerdict.BadSignature));
    }

    [Test]
    public void Check_ExpiredDelegation_IsNotBelieved()
    {
        Assert.That(XarpMessage.TryRead(Announcement(Delegated(4), 9), out XarpMessage? message), Is.True);

        Assert.That(new NeighbourTrust().Check(message!, Expiry), Is.EqualTo(XarpVerdict.Expired));
    }

    [Test]
    public void Check_FullLedger_BelievesNoNewNeighbour()
    {
        NeighbourTrust trust = new(new ProofChecker(), new EpochLedger(), new FreshnessLedger(1));

        Assert.That(
            Check(trust, Announcement(Credential.OfIdentity(XidType.Hid, Host), 9)), Is.EqualTo(XarpVerdict.Learned));
        Assert.That(Check(trust, Announcement(Delegated(4), 9)), Is.EqualTo(XarpVerdict.LedgerFull));
    }

    [TestCase("key hash")]
    [TestCase("delegation")]
    [TestCase("sequence")]
    [TestCase("signature")]
    public void Check_OneCheckLeftOut_WouldBelieveTheLiar(string leftOut)
    {
        byte[] claim = leftOut switch
        {
            "key hash" => Claimed(Credential.OfIdentity(XidType.Hid, Liar), HostHid),
            "delegation" => Claimed(Forged(), Machine),
            "sequence" => Announcement(Delegated(4), 9),
            _ => Bent(Announcement(Delegated(4), 9)),
        };

        Assert.That(CheckAfterASoundOne(new ProofChecker()), Is.Not.EqualTo(XarpVerdict.Learned));
        Assert.That(CheckAfterASoundOne(new WeakChecker(leftOut)), Is.EqualTo(XarpVerdict.Learned));

        XarpVerdict CheckAfterASoundOne(IProofChecker checker)
        {
            NeighbourTrust trust = new(checker, new EpochLedger(), new FreshnessLedger());
            Check(trust, Announcement(Delegated(4), leftOut == "sequence" ? 9ul : 8ul));
            return Check(trust, claim);
        }
    }

    private static byte[] Bent(byte[] bytes)
    {
        bytes[13] ^= 1;
        return bytes;
    }

    // The liar's own session key, delegated by the liar, in a message about somebody else.
    private static Credential Forged() =>
        Credential.OfDelegation(Delegation.Issue(Liar, HostHid, Session.PublicKey, 9, Expiry), Session);

    private static byte[] Claimed(Credential credential, Xid subject)
    {
        byte[] bytes = new byte[XarpMessage.MaximumLengthBytes];
        int length = XarpMessage.Write(
            bytes, XarpOperation.Request, (subject, Link), (subject, default), 0, 9, credential);
        return bytes[..length];
    }

    private static KeyPair Key(string name) => KeyPair.Generate(new RandomRoot(3).Stream(name));

    private static Credential Delegated(ulong epoch) =>
        Credential.OfDelegation(Delegation.Issue(Owner, HostHid, Session.PublicKey, epoch, Expiry), Session);

    private static byte[] Announcement(Credential credential, ulong sequence)
    {
        byte[] bytes = new byte[XarpMessage.MaximumLengthBytes];
        int length = XarpMessage.Write(
            bytes, XarpOperation.Request, (credential.Subject, Link), (credential.Subject, default), 0, sequence,
            credential);
        return bytes[..length];
    }

    private static XarpVerdict Check(NeighbourTrust trust, byte[] bytes)
    {
        Assert.That(XarpMessage.TryRead(bytes, out XarpMessage? message), Is.True);
        return trust.Check(message!, Instant.Zero);
    }
}
