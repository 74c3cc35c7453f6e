using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Overlay.Tests.Delegations;

public sealed class DelegationTests
{
    private static readonly Instant Expiry = Instant.Zero + Duration.FromSeconds(10);
    private static readonly KeyPair Owner = Key("owner");
    private static readonly KeyPair Session = Key("session");
    private static readonly Xid Host = Key("host").PublicKey.ToXid(XidType.Hid);
    private static readonly Xid Machine = Owner.PublicKey.ToXid(XidType.Hid);
    private static readonly Delegation Sound = Delegation.Issue(Owner, Host, Session.PublicKey, 5, Expiry);

    private readonly ProofChecker _checker = new();

    [Test]
    public void CheckDelegation_Sound_IsValidUntilItsExpiry()
    {
        Instant last = Expiry - Duration.FromNanoseconds(1);

        Assert.That(_checker.CheckDelegation(Sound, Machine, 5, last), Is.EqualTo(ProofVerdict.Valid));
        Assert.That(_checker.CheckDelegation(Sound, Machine, 5, Expiry), Is.EqualTo(ProofVerdict.Expired));
    }

    [Test]
    public void CheckDelegation_LowerEpochThanSeen_IsRefused() =>
        Assert.That(_checker.CheckDelegation(Sound, Machine, 6, Instant.Zero), Is.EqualTo(ProofVerdict.OldEpoch));

    [Test]
    public void CheckDelegation_AboutAnotherMachine_IsRefused() =>
        Assert.That(_checker.CheckDelegation(Sound, Host, 0, Instant.Zero), Is.EqualTo(ProofVerdict.WrongSubject));

    [TestCase(30, ProofVerdict.BadKeyHash, TestName = "CheckDelegation_OwnerKeyBent_IsABadKeyHash")]
    [TestCase(65, ProofVerdict.BadDelegation, TestName = "CheckDelegation_HostBent_IsABadDelegation")]
    [TestCase(100, ProofVerdict.BadDelegation, TestName = "CheckDelegation_SessionKeyBent_IsABadDelegation")]
    [TestCase(-1, ProofVerdict.BadDelegation, TestName = "CheckDelegation_SignatureBent_IsABadDelegation")]
    public void CheckDelegation_OneByteBent_IsRefused(int offset, ProofVerdict expected)
    {
        byte[] bytes = Sound.Encode();
        bytes[offset < 0 ? bytes.Length + offset : offset] ^= 1;
        Assert.That(Delegation.TryDecode(bytes, out Delegation? bent), Is.True);

        Assert.That(_checker.CheckDelegation(bent!, Machine, 0, Instant.Zero), Is.EqualTo(expected));
    }

    [Test]
    public void TryDecode_Encoded_RoundTrips()
    {
        byte[] bytes = Sound.Encode();

        Assert.That(Delegation.TryDecode(bytes, out Delegation? read), Is.True);
        Assert.That(read, Is.EqualTo(Sound));
        Assert.That(read!.Machine, Is.EqualTo(Machine));
        Assert.That(read.Host, Is.EqualTo(Host));
        Assert.That(read.Epoch, Is.EqualTo(5));
        Assert.That(read.Expiry, Is.EqualTo(Expiry));
        Assert.That(bytes, Has.Length.LessThanOrEqualTo(Delegation.MaximumLengthBytes));
    }

    [Test]
    public void TryDecode_EveryTruncatedPrefix_IsRefused()
    {
        byte[] bytes = Sound.Encode();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.That(Delegation.TryDecode(bytes.AsSpan(0, length), out _), Is.False, $"{length} bytes");
        }

        Assert.That(Delegation.TryDecode([.. bytes, 0], out _), Is.False);
    }

    [Test]
    public void TryDecode_EpochInALongerForm_IsRefusedAsNotCanonical()
    {
        byte[] bytes = Sound.Encode();
        int epoch = 2 + 26 + 34 + 26 + 34;
        Assert.That(bytes[epoch], Is.EqualTo(5));
        byte[] longer = [.. bytes[..epoch], 0xcc, 5, .. bytes[(epoch + 1)..]];

        Assert.That(Delegation.TryDecode(longer, out _), Is.False);
    }

    [FsCheck.NUnit.Property]
    public bool TryDecode_RandomBytes_NeverThrows(byte[] bytes) => !Delegation.TryDecode(bytes, out _);

    [Test]
    public void OfDelegation_OtherKey_IsRefused() =>
        Assert.That(() => Credential.OfDelegation(Sound, Owner), Throws.ArgumentException);

    private static KeyPair Key(string name) => KeyPair.Generate(new RandomRoot(1).Stream(name));
}
