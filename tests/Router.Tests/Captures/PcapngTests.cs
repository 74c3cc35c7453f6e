using System.Buffers.Binary;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Captures;

namespace Xia.Router.Tests.Captures;

internal sealed class PcapngTests
{
    [Test]
    public void Write_ThenRead_GivesTheSame()
    {
        using var stream = new MemoryStream();
        var writer = new PcapngWriter(stream);
        int first = writer.AddInterface("core1-core2");
        int second = writer.AddInterface("b", snapLengthBytes: 2);
        writer.Write(first, new Instant(5_000_000_000_123), CaptureDirection.Outbound, [1, 2, 3]);
        writer.Write(second, new Instant(7), CaptureDirection.Inbound, [4, 5, 6, 7, 8]);
        writer.Write(first, new Instant(8), CaptureDirection.Unknown, []);
        IReadOnlyList<CapturedFrame> frames = PcapngReader.Read(stream.ToArray());
        Assert.Multiple(() =>
        {
            Assert.That(
                frames.Select(f => f.InterfaceName),
                Is.EqualTo(new[] { "core1-core2", "b", "core1-core2" }));
            Assert.That(
                frames.Select(f => f.Time.Nanoseconds),
                Is.EqualTo(new[] { 5_000_000_000_123, 7, 8 }));
            Assert.That(frames.Select(f => f.Direction), Is.EqualTo(
                new[] { CaptureDirection.Outbound, CaptureDirection.Inbound, CaptureDirection.Unknown }));
            Assert.That(frames[0].Bytes.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(frames[1].Bytes.ToArray(), Is.EqualTo(new byte[] { 4, 5 }));
            Assert.That(frames[1].OriginalLengthBytes, Is.EqualTo(5));
            Assert.That(writer.FrameCount, Is.EqualTo(3));
        });
    }

    [Test]
    public void Write_LiteralBytes()
    {
        using var stream = new MemoryStream();
        var writer = new PcapngWriter(stream, "t");
        writer.AddInterface("e", 9);
        writer.Write(0, new Instant(0x1_0000_0002), CaptureDirection.Outbound, [0xaa]);
        Assert.That(Convert.ToHexString(stream.ToArray()), Is.EqualTo(
            "0A0D0D0A" + "28000000" + "4D3C2B1A" + "01000000" + "FFFFFFFFFFFFFFFF"
            + "0400010074000000" + "00000000"
            + "28000000"
            + "01000000" + "28000000" + "01000000" + "09000000" + "0200010065000000"
            + "0900010009000000" + "00000000"
            + "28000000"
            + "06000000" + "30000000" + "00000000" + "01000000" + "02000000" + "01000000"
            + "01000000" + "AA000000"
            + "0200040002000000" + "00000000" + "30000000"));
    }

    [Test]
    public void Read_OfDamagedFiles_ThrowsInvalidData()
    {
        using var stream = new MemoryStream();
        var writer = new PcapngWriter(stream);
        writer.AddInterface("a");
        writer.Write(0, new Instant(1), CaptureDirection.Inbound, [1, 2, 3, 4, 5]);
        byte[] file = stream.ToArray();
        var random = new RandomRoot(7).Stream("pcapng-fuzz");
        for (int round = 0; round < 5000; round++)
        {
            byte[] damaged = file[..random.NextInt32(file.Length + 1)];
            for (int flips = 0; flips < 3 && damaged.Length > 0; flips++)
            {
                damaged[random.NextInt32(damaged.Length)] = (byte)random.NextInt32(256);
            }

            try
            {
                PcapngReader.Read(damaged);
            }
            catch (InvalidDataException)
            {
                // The only answer to a damaged file besides its frames.
            }
        }

        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(file), Is.EqualTo(0x0a0d0d0a));
    }
}
