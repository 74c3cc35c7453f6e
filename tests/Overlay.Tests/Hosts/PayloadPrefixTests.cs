using Xia.Overlay.Hosts;

namespace Xia.Overlay.Tests.Hosts;

public sealed class PayloadPrefixTests
{
    // "123456789" has CRC-32C 0xE3069283 (RFC 3720 appendix B.4 and the catalogue of Williams).
    [Test]
    public void Crc32C_OfTheCheckString_IsTheKnownValue() =>
        Assert.That(
            Crc32C.Finish(Crc32C.Append(Crc32C.Start, "123456789"u8)), Is.EqualTo(0xE3069283));

    [Test]
    public void Write_AndTryRead_AreLiteralBytesBothWays()
    {
        byte[] payload = new byte[28];
        "data"u8.CopyTo(payload.AsSpan(24));
        PayloadPrefix prefix = new(1, 0x80, 0x0102030405060708, 0x1112131415161718);
        prefix.Write(payload);
        PayloadPrefix.Seal(payload);
        Assert.That(
            Convert.ToHexStringLower(payload[..4]) + "|" + Convert.ToHexStringLower(payload[8..]),
            Is.EqualTo("01800000|0102030405060708111213141516171864617461"));
        Assert.That(PayloadPrefix.TryRead(payload, out PayloadPrefix read), Is.EqualTo(PayloadCheck.Sound));
        Assert.That(read, Is.EqualTo(prefix));
    }

    [Test]
    public void TryRead_EveryPrefixAndEveryFlippedBit_IsRejected()
    {
        byte[] payload = new byte[40];
        new PayloadPrefix(1, 0, 7, 8).Write(payload);
        PayloadPrefix.Seal(payload);
        for (int length = 0; length < payload.Length; length++)
        {
            Assert.That(
                PayloadPrefix.TryRead(payload.AsSpan(0, length), out _), Is.Not.EqualTo(PayloadCheck.Sound));
        }

        for (int bit = 0; bit < 8 * payload.Length; bit++)
        {
            byte[] changed = (byte[])payload.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(PayloadPrefix.TryRead(changed, out _),
                Is.Not.EqualTo(PayloadCheck.Sound), $"bit {bit}");
        }
    }

    [Test]
    public void TryRead_WithoutSenderNonce_IsRejected()
    {
        byte[] payload = new byte[24];
        new PayloadPrefix(1, 0, 0, 8).Write(payload);
        PayloadPrefix.Seal(payload);
        Assert.That(PayloadPrefix.TryRead(payload, out _), Is.EqualTo(PayloadCheck.NoSenderNonce));
    }
}
