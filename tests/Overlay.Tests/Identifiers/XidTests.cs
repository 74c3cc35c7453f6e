using System.Security.Cryptography;
using System.Text;
using Xia.Kernel.Randomness;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Tests.Identifiers;

public sealed class XidTests
{
    private const string Hex = "000102030405060708090a0b0c0d0e0f10111213";

    [Test]
    public void Derive_Hid_IsTheLabelledHashCutTo20Bytes()
    {
        byte[] key = [1, 2, 3];
        byte[] input = [.. Encoding.ASCII.GetBytes("xia.hid/1"), 0, .. key];
        Xid expected = new(XidType.Hid, SHA256.HashData(input).AsSpan(0, 20));

        Assert.That(Xid.Derive(XidType.Hid, key), Is.EqualTo(expected));
        Assert.That(Xid.Derive(XidType.Sid, key), Is.Not.EqualTo(new Xid(XidType.Sid, SHA256.HashData(input).AsSpan(0, 20))));
    }

    [TestCase("HID:" + Hex)]
    [TestCase("hid-" + Hex)]
    [TestCase("hid:" + Hex)]
    [TestCase("0x11-" + Hex)]
    public void Parse_EitherDialect_ReadsTypeAndBytes(string text)
    {
        Xid xid = Xid.Parse(text);

        Assert.That(xid.ToString(), Is.EqualTo("HID:" + Hex));
        Assert.That(xid.ToLinuxString(), Is.EqualTo("hid-" + Hex));
    }

    [TestCase("")]
    [TestCase("HID")]
    [TestCase("HID:")]
    [TestCase("HID:00")]
    [TestCase("HID:" + Hex + "0")]
    [TestCase("XXX:" + Hex)]
    [TestCase("0x0:" + Hex)]
    [TestCase("HID:0001020304050607080g0a0b0c0d0e0f10111213")]
    public void TryParse_Wrong_IsRefused(string text) => Assert.That(Xid.TryParse(text, out _), Is.False);

    [Test]
    public void ToString_UnknownType_ShowsItsNumber()
    {
        Xid xid = Xid.Parse("0x1a-" + Hex);

        Assert.That(xid.ToString(), Is.EqualTo("0X1A:" + Hex));
        Assert.That(xid.ToLinuxString(), Is.EqualTo("0x1a-" + Hex));
        Assert.That(Xid.Parse(xid.ToString()), Is.EqualTo(xid));
    }

    [Test]
    public void Write_LiteralBytes_RoundTrips()
    {
        byte[] expected = [0, 0, 0, 0x11, .. Convert.FromHexString(Hex)];
        byte[] written = new byte[Xid.WireLengthBytes];

        Xid.Parse("HID:" + Hex).Write(written);

        Assert.That(written, Is.EqualTo(expected));
        Assert.That(Xid.Read(written), Is.EqualTo(Xid.Parse("HID:" + Hex)));
    }

    [FsCheck.NUnit.Property]
    public bool CompareTo_AnyTwo_OrdersAsTheirWireBytes(ulong seed)
    {
        Xid left = Any(seed);
        Xid right = Any(seed + 1);
        byte[] leftBytes = new byte[Xid.WireLengthBytes];
        byte[] rightBytes = new byte[Xid.WireLengthBytes];
        left.Write(leftBytes);
        right.Write(rightBytes);
        return Math.Sign(left.CompareTo(right)) == Math.Sign(leftBytes.AsSpan().SequenceCompareTo(rightBytes))
            && left.Equals(right) == leftBytes.AsSpan().SequenceEqual(rightBytes)
            && Xid.Parse(left.ToString()) == left && Xid.Parse(left.ToLinuxString()) == left;
    }

    [Test]
    public void Hash_OtherSeed_SpreadsOtherwise()
    {
        Xid[] ids = [.. Enumerable.Range(0, 64).Select(i => Any((ulong)i))];

        Assert.That(ids.Select(id => id.Hash(1) >> 58).Distinct().Count(), Is.GreaterThan(24));
        Assert.That(ids.Count(id => id.Hash(1) >> 58 == id.Hash(2) >> 58), Is.LessThan(16));
    }

    private static Xid Any(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("xid");
        Span<byte> id = stackalloc byte[Xid.IdLengthBytes];
        random.NextBytes(id);
        return new Xid((XidType)(0x10 + random.NextInt32(0x20)), id);
    }
}
