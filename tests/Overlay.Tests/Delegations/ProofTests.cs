using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Overlay.Tests.Delegations;

public sealed class ProofTests
{
    private const string Domain = "xia.test/1";

    private static readonly byte[] Body = [1, 2, 3];
    private static readonly Instant Expiry = Instant.Zero + Duration.FromSeconds(10);
    private static readonly KeyPair Owner = Key("owner");
    private static readonly KeyPair Session = Key("session");
    private static readonly KeyPair Stranger = Key("stranger");
    private static readonly Xid Host = Key("host").PublicKey.ToXid(XidType.Hid);
    private static readonly Xid Machine = Owner.PublicKey.ToXid(XidType.Hid);

    private readonly ProofChecker _checker = new();

    [Test]
    public void Check_IdentityKey_ProvesItsOwnHashOnly()
    {
        Proof proof = Credential.OfIdentity(XidType.Hid, Stranger).Prove(Domain, Body);

        Assert.That(Check(proof, Stranger.PublicKey.ToXid(XidType.Hid), 0), Is.EqualTo(ProofVerdict.Valid));
        Assert.That(Check(proof, Machine, 0), Is.EqualTo(ProofVerdict.BadKeyHash));
    }

    [Test]
    public void Check_DelegatedKey_ProvesTheMachine()
    {
        Proof proof = Delegated(epoch: 3).Prove(Domain, Body);

        Assert.That(proof.Epoch, Is.EqualTo(3));
        Assert.That(Check(proof, Machine, 3), Is.EqualTo(ProofVerdict.Valid));
        Assert.That(Check(proof, Machine, 4), Is.EqualTo(ProofVerdict.OldEpoch));
        Assert.That(Check(proof, Host, 0), Is.EqualTo(ProofVerdict.WrongSubject));
    }

    [Test]
    public void Check_DelegationByAStranger_IsABadKeyHash()
    {
        // The stranger signs a delegation, then claims that it is about the machine.
        byte[] forged = Delegation.Issue(Stranger, Host, Session.PublicKey, 9, Expiry).Encode();
        Machine.Write(forged.AsSpan(4));
        Assert.That(Delegation.TryDecode(forged, out Delegation? delegation), Is.True);

        Proof proof = Credential.OfDelegation(delegation!, Session).Prove(Domain, Body);

        Assert.That(Check(proof, Machine, 0), Is.EqualTo(ProofVerdict.BadKeyHash));
    }

    [Test]
    public void Check_OtherBody_IsABadSignature()
    {
        Proof proof = Delegated(epoch: 3).Prove(Domain, Body);
        ProofVerdict verdict = proof.Check(_checker, Machine, Domain, [1, 2], 0, Instant.Zero);

        Assert.That(verdict, Is.EqualTo(ProofVerdict.BadSignature));
    }

    [Test]
    public void Check_IdentityKeyAfterADelegation_IsAnOldEpoch()
    {
        Proof proof = Credential.OfIdentity(XidType.Hid, Owner).Prove(Domain, Body);

        Assert.That(Check(proof, Machine, 1), Is.EqualTo(ProofVerdict.OldEpoch));
    }

    [Test]
    public void Read_Written_RoundTripsInBothForms()
    {
        foreach (Credential credential in (Credential[])[Credential.OfIdentity(XidType.Hid, Owner), Delegated(3)])
        {
            ArrayBufferWriter<byte> output = new();
            MessagePackWriter writer = new(output);
            credential.Prove(Domain, Body).Write(ref writer);
            MessagePackReader reader = new(output.WrittenSpan);
            Proof read = Proof.Read(ref reader);

            Assert.That(reader.End, Is.True);
            Assert.That(Check(read, Machine, 0), Is.EqualTo(ProofVerdict.Valid));
            Assert.That(output.WrittenCount, Is.LessThanOrEqualTo(Proof.MaximumLengthBytes));
        }
    }

    [Test]
    public void ChargeCheck_DelegatedProof_PaysForNewKeysOnce()
    {
        Proof proof = Delegated(epoch: 3).Prove(Domain, Body);
        Ledger processor = new();

        _ = proof.ChargeCheck(processor, _checker, Instant.Zero);
        _ = Check(proof, Machine, 0);
        _ = proof.ChargeCheck(processor, _checker, Instant.Zero);

        Assert.That(processor.Charged, Is.EqualTo(new[]
        {
            (WorkKind.ValidateKey, 2L), (WorkKind.CheckSignature, 2L), (WorkKind.CheckSignature, 2L),
        }));
    }

    private static KeyPair Key(string name) => KeyPair.Generate(new RandomRoot(2).Stream(name));

    private static Credential Delegated(ulong epoch) =>
        Credential.OfDelegation(Delegation.Issue(Owner, Host, Session.PublicKey, epoch, Expiry), Session);

    private ProofVerdict Check(Proof proof, Xid subject, ulong lowestEpoch) =>
        proof.Check(_checker, subject, Domain, Body, lowestEpoch, Instant.Zero);

    private sealed class Ledger : IProcessor
    {
        public List<(WorkKind Kind, long Units)> Charged { get; } = [];

        public Instant Charge(WorkKind kind, long units, Instant now)
        {
            Charged.Add((kind, units));
            return now;
        }
    }
}
