using System.Buffers.Binary;
using Xia.Kernel.Checksums;
using Xia.Migration.Framing;

namespace Xia.Migration.Tests.Framing;

public sealed class FrameHeaderTests
{
    [Test]
    public void Write_GivesTheseBytes()
    {
        byte[] bytes = Sample();

        byte[] expected = [0x58, 0x4D, 1, 2, 0, 0, 0, 7, 0, 0, 1, 0, 0xDE, 0xAD, 0xBE, 0xEF, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(expected.AsSpan(16), Crc32C.Compute(expected.AsSpan(0, 16)));
        Assert.That(bytes, Is.EqualTo(expected));
    }

    [Test]
    public void Read_OfWrite_GivesTheHeaderBack()
    {
        FrameStatus status = FrameHeader.Read(Sample(), 7, 256, out FrameHeader header);

        Assert.That(status, Is.EqualTo(FrameStatus.Complete));
        Assert.That(header, Is.EqualTo(new FrameHeader(FrameKind.Pages, 7, 256, 0xDEADBEEF)));
    }

    [Test]
    public void Read_WithAnyBitTurned_IsRefused()
    {
        for (int bit = 0; bit < FrameHeader.LengthBytes * 8; bit++)
        {
            byte[] bytes = Sample();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.That(FrameHeader.Read(bytes, 7, 256, out _), Is.Not.EqualTo(FrameStatus.Complete), $"bit {bit}");
        }
    }

    [TestCase(8u, 256, FrameStatus.BadSequence)]
    [TestCase(7u, 255, FrameStatus.TooLong)]
    public void Read_OutOfPlace_IsRefused(uint sequence, int maximumBytes, object expected) =>
        Assert.That(FrameHeader.Read(Sample(), sequence, maximumBytes, out _), Is.EqualTo(expected));

    private static byte[] Sample()
    {
        byte[] bytes = new byte[FrameHeader.LengthBytes];
        new FrameHeader(FrameKind.Pages, 7, 256, 0xDEADBEEF).Write(bytes);
        return bytes;
    }
}
