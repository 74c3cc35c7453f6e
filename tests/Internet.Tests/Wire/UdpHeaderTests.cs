using Xia.Internet.Wire;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Xia.Internet.Tests.Wire;

internal sealed class UdpHeaderTests
{
    private static readonly IpAddress Source = IpAddress.Parse("10.1.0.2");
    private static readonly IpAddress Destination = IpAddress.Parse("10.2.0.3");

    // Ports 50000 and 53, 12 bytes, payload "xia!"; checksum by other means over the pseudo header.
    private const string Literal = "c3500035000c4ebe" + "78696121";

    [Test]
    public void Write_KnownDatagram_GivesLiteralBytes()
    {
        byte[] bytes = [.. new byte[8], .. "xia!"u8];
        new UdpHeader(50_000, 53, 12).Write(bytes, Source, Destination);
        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(Literal));
    }

    [Test]
    public void TryRead_LiteralBytes_GivesHeader()
    {
        UdpFault fault = UdpHeader.TryRead(
            Convert.FromHexString(Literal), Source, Destination, out UdpHeader header);
        Assert.That(fault, Is.EqualTo(UdpFault.None));
        Assert.That(header, Is.EqualTo(new UdpHeader(50_000, 53, 12)));
    }

    [Test]
    public void TryRead_EveryTruncatedPrefix_Refused()
    {
        byte[] bytes = Convert.FromHexString(Literal);
        for (int lengthBytes = 0; lengthBytes < bytes.Length; lengthBytes++)
        {
            UdpFault expected = lengthBytes < 8 ? UdpFault.Truncated : UdpFault.Length;
            UdpFault fault = UdpHeader.TryRead(bytes.AsSpan(0, lengthBytes), Source, Destination, out _);
            Assert.That(fault, Is.EqualTo(expected));
        }
    }

    [Test]
    public void TryRead_AnyByteChanged_Refused([Range(0, 11)] int index)
    {
        byte[] bytes = Convert.FromHexString(Literal);
        bytes[index] ^= 0x40;
        UdpFault expected = index is 4 or 5 ? UdpFault.Length : UdpFault.Checksum;
        Assert.That(UdpHeader.TryRead(bytes, Source, Destination, out _), Is.EqualTo(expected));
    }

    [Test]
    public void TryRead_NoChecksum_IsAccepted()
    {
        byte[] bytes = Convert.FromHexString(Literal);
        bytes[6] = bytes[7] = 0;
        Assert.That(UdpHeader.TryRead(bytes, Source, Destination, out _), Is.EqualTo(UdpFault.None));
    }

    [Property]
    public void Write_AnyPayload_IsReadAgainAndNeverSaysNoChecksum(byte[] payload, ushort from, ushort to)
    {
        byte[] bytes = [.. new byte[8], .. payload];
        var header = new UdpHeader(from, to, bytes.Length);
        header.Write(bytes, Source, Destination);
        Assert.That(
            UdpHeader.TryRead(bytes, Source, Destination, out UdpHeader read), Is.EqualTo(UdpFault.None));
        Assert.That(read, Is.EqualTo(header));
        Assert.That(bytes[6] | bytes[7], Is.Not.Zero);
    }

    [Property]
    public void TryRead_RandomBytes_NeverThrows(byte[] bytes) =>
        UdpHeader.TryRead(bytes, Source, Destination, out _);
}
