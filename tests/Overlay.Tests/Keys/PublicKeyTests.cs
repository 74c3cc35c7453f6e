using Xia.Kernel.Randomness;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Overlay.Tests.Keys;

public sealed class PublicKeyTests
{
    private const string Domain = "xia.test/1";

    private static readonly KeyPair Pair = KeyPair.Generate(new RandomRoot(7).Stream("key"));

    // Encodings of points of small order, and of y = p: RFC 8032 verification alone takes most of them.
    [TestCase("0100000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000080")]
    [TestCase("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [TestCase("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void TryCreate_UnsoundKey_IsRefused(string hex) =>
        Assert.That(PublicKey.TryCreate(Convert.FromHexString(hex), out _), Is.False);

    [Test]
    public void TryCreate_WrongLength_IsRefused()
    {
        Assert.That(PublicKey.TryCreate(Pair.PublicKey.Bytes[..31], out _), Is.False);
        Assert.That(PublicKey.TryCreate([.. Pair.PublicKey.Bytes, 0], out _), Is.False);
    }

    [Test]
    public void FromSeed_Rfc8032FirstVector_GivesItsKey()
    {
        KeyPair pair = KeyPair.FromSeed(
            Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

        Assert.That(
            Convert.ToHexStringLower(pair.PublicKey.Bytes),
            Is.EqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    }

    [Test]
    public void Verify_SignedBody_HoldsForThatBodyDomainAndKeyOnly()
    {
        byte[] body = [1, 2, 3];
        Signature signature = Pair.Sign(Domain, body);
        KeyPair other = KeyPair.Generate(new RandomRoot(8).Stream("key"));
        byte[] bent = signature.Bytes.ToArray();
        bent[5] ^= 1;

        Assert.That(Pair.PublicKey.Verify(Domain, body, signature.Bytes), Is.True);
        Assert.That(Pair.PublicKey.Verify("xia.other/1", body, signature.Bytes), Is.False);
        Assert.That(Pair.PublicKey.Verify(Domain, [1, 2, 4], signature.Bytes), Is.False);
        Assert.That(other.PublicKey.Verify(Domain, body, signature.Bytes), Is.False);
        Assert.That(Pair.PublicKey.Verify(Domain, body, bent), Is.False);
        Assert.That(Pair.PublicKey.Verify(Domain, body, signature.Bytes[..63]), Is.False);
    }

    [Test]
    public void TryGet_SameKeyTwice_IsValidatedOnce()
    {
        PublicKeyCache cache = new(capacity: 2);
        byte[] unsound = new byte[32];

        Assert.That(cache.TryGet(Pair.PublicKey.Bytes, out PublicKey? key), Is.True);
        Assert.That(cache.TryGet(Pair.PublicKey.Bytes, out _), Is.True);
        Assert.That(cache.TryGet(unsound, out _), Is.False);
        Assert.That(cache.TryGet(unsound, out _), Is.False);
        Assert.That(key, Is.EqualTo(Pair.PublicKey));
        Assert.That(cache.Validations, Is.EqualTo(2));
    }

    [Test]
    public void TryGet_FullCache_ForgetsTheOldest()
    {
        PublicKeyCache cache = new(capacity: 2);
        for (ulong seed = 0; seed < 3; seed++)
        {
            _ = cache.TryGet(KeyPair.Generate(new RandomRoot(seed).Stream("key")).PublicKey.Bytes, out _);
        }

        Assert.That(cache.Count, Is.EqualTo(2));
        Assert.That(cache.Knows(KeyPair.Generate(new RandomRoot(0).Stream("key")).PublicKey.Bytes), Is.False);
        Assert.That(cache.Knows(KeyPair.Generate(new RandomRoot(2).Stream("key")).PublicKey.Bytes), Is.True);
    }

    [Test]
    public void ToXid_Hid_IsTheHashOfTheKey() =>
        Assert.That(Pair.PublicKey.ToXid(XidType.Hid), Is.EqualTo(Xid.Derive(XidType.Hid, Pair.PublicKey.Bytes)));
}
