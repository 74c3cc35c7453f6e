using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Captures;

namespace Xia.Router.Tests.Captures;

internal sealed class CaptureReaderTests
{
    private const string Frame = "0102030405";

    [TestCase(
        "D4C3B2A1 0200 0400 00000000 00000000 FFFF0000 01000000 02000000 03000000 05000000 09000000",
        3000)]
    [TestCase(
        "A1B2C3D4 0002 0004 00000000 00000000 0000FFFF 00000001 00000002 00000003 00000005 00000009",
        3000)]
    [TestCase(
        "4D3CB2A1 0200 0400 00000000 00000000 FFFF0000 01000000 02000000 03000000 05000000 09000000",
        3)]
    [TestCase(
        "A1B23C4D 0002 0004 00000000 00000000 0000FFFF 00000001 00000002 00000003 00000005 00000009",
        3)]
    [TestCase(
        "34CDB2A1 0200 0400 00000000 00000000 FFFF0000 01000000 02000000 03000000 05000000 09000000"
        + "1122334455667788",
        3000)]
    [TestCase(
        "D4C3B2A1 0200 0300 00000000 00000000 FFFF0000 01000000 02000000 03000000 09000000 05000000",
        3000)]
    public void Pcap_InEveryForm_GivesTheFrame(string header, long nanoseconds)
    {
        List<string> frames = Read(header + Frame);
        Assert.That(frames, Is.EqualTo(new[] { $"{2_000_000_000 + nanoseconds} Ethernet {Frame} 9" }));
    }

    [Test]
    public void Pcapng_OfEitherByteOrder_GivesTimesByResolution()
    {
        const string big = "0A0D0D0A 0000001C 1A2B3C4D 0001 0000 FFFFFFFFFFFFFFFF 0000001C"
            + "00000001 00000020 0065 0000 00000000 0009 0001 03000000 0000 0000 00000020"
            + "00000006 00000028 00000000 00000000 000007D1 00000005 00000007 0102030405000000 00000028"
            + "00000099 0000000C 0000000C";
        const string little = "0A0D0D0A 1C000000 4D3C2B1A 0100 0000 FFFFFFFFFFFFFFFF 1C000000"
            + "01000000 14000000 0100 0000 04000000 14000000"
            + "03000000 18000000 05000000 0102030400000000 18000000";
        Assert.That(Read(big), Is.EqualTo(new[] { $"2001000000 Raw {Frame} 7" }));
        Assert.That(Read(little), Is.EqualTo(new[] { "0 Ethernet 01020304 5" }));
        Assert.That(
            Read(big + little),
            Is.EqualTo(new[] { $"2001000000 Raw {Frame} 7", "0 Ethernet 01020304 5" }),
            "Sections may follow each other.");
    }

    [Test]
    public void Writers_AreReadBack()
    {
        byte[] frame = Convert.FromHexString(Frame);
        using var pcap = new MemoryStream();
        new PcapWriter(pcap, LinkType.Raw, 3).Write(new Instant(1_000_000_007), frame, 2);
        Assert.That(Read(pcap.ToArray()), Is.EqualTo(new[] { "1000000007 Raw 010203 7" }));
        using var pcapng = new MemoryStream();
        var writer = new PcapngWriter(pcapng);
        writer.Write(
            writer.AddInterface("x", 3, LinkType.Raw), new Instant(7), CaptureDirection.Unknown, frame, 2);
        Assert.That(Read(pcapng.ToArray()), Is.EqualTo(new[] { "7 Raw 010203 7" }));
    }

    [TestCase("", "not a tcpdump file (too short)")]
    [TestCase("00", "not a tcpdump file (too short)")]
    [TestCase("000000000000000000000000000000000000000000000000", "not a tcpdump file (bad magic number)")]
    [TestCase("D4C3B2A1030004000000000000000000FFFF000001000000", "unknown major version 3")]
    [TestCase("0A0D0D0A1C000000FFFFFFFF01000000FFFFFFFFFFFFFFFF1C000000", "bad byte-order magic; giving up")]
    [TestCase("0A0D0D0A1C0000004D3C2B1A01000000FFFFFFFFFFFFFFFF1C000000", "not a pcapng file (no interface)")]
    public void NoCapture_SaysWhy(string hex, string error) => Assert.That(
        () => Read(hex), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(error));

    [Test]
    public void TooLongAFrame_EndsTheFile()
    {
        const string hex = "D4C3B2A1 0200 0400 00000000 00000000 FFFF0000 01000000"
            + "02000000 03000000 00000100 00000100";
        CaptureReader reader = CaptureReader.Open(TraceInput.FromData(Bytes(hex)));
        Assert.That(reader.TryRead(out _), Is.False);
        Assert.That(reader.Fault, Is.EqualTo("bad packet header; giving up"));
    }

    [Test]
    public void RandomDamage_NeverThrows()
    {
        RandomStream random = new RandomRoot(20260727).Stream("captures");
        using var pcapng = new MemoryStream();
        var writer = new PcapngWriter(pcapng);
        writer.Write(writer.AddInterface("x"), new Instant(7), CaptureDirection.Unknown, new byte[40]);
        using var pcap = new MemoryStream();
        new PcapWriter(pcap, LinkType.Ethernet).Write(new Instant(7), new byte[40]);
        foreach (byte[] whole in (byte[][])[pcapng.ToArray(), pcap.ToArray()])
        {
            for (int round = 0; round < 2000; round++)
            {
                byte[] bytes = whole[..random.NextInt32(whole.Length + 1)];
                for (int change = random.NextInt32(4); change > 0 && bytes.Length > 0; change--)
                {
                    bytes[random.NextInt32(bytes.Length)] = (byte)random.NextInt32(256);
                }

                try
                {
                    Assert.That(Read(bytes), Has.Count.LessThan(4));
                }
                catch (InvalidDataException)
                {
                    // A file that is no capture says so.
                }
            }
        }
    }

    [TestCase(LinkType.Raw, "45", 0)]
    [TestCase(LinkType.Ethernet, "010203040506 010203040506 0800", 14)]
    [TestCase(LinkType.Ethernet, "010203040506 010203040506 86DD", 14)]
    [TestCase(LinkType.Ethernet, "010203040506 010203040506 8100 0005 0800", 18)]
    [TestCase(LinkType.Ethernet, "010203040506 010203040506 0806", null)]
    [TestCase(LinkType.Null, "02000000", 4)]
    [TestCase(LinkType.Null, "0000001E", 4)]
    [TestCase(LinkType.Null, "07000000", null)]
    [TestCase(LinkType.LinuxCooked, "0000000000000000000000000000 0800", 16)]
    [TestCase(LinkType.CiscoHdlc, "0F00 0800", 4)]
    [TestCase(LinkType.PppHdlc, "FF03 0021", 4)]
    [TestCase(LinkType.PppHdlc, "FF03 C021", null)]
    [TestCase(LinkType.Ppp, "FF03 0057", 4)]
    [TestCase(LinkType.Ppp, "2145", 1)]
    [TestCase(LinkType.AtmRfc1483, "AAAA03 000000 0800", 8)]
    [TestCase(LinkType.AtmRfc1483, "AAAA03 0080C2 0007 010203040506 010203040506 0800", 22)]
    [TestCase(LinkType.SunAtm, "00000000 AAAA03 000000 0800", 12)]
    [TestCase(LinkType.Fddi, "50 010203040506 010203040506 AAAA03 000000 0800", 21)]
    [TestCase(LinkType.Wireless, "0801 00000000000000000000000000000000000000000000 AAAA03 000000 0800", 32)]
    [TestCase(LinkType.WirelessRadio, "0000 0800 00000000"
        + "0801 00000000000000000000000000000000000000000000 AAAA03 000000 0800", 40)]
    [TestCase(LinkType.Aironet, "45", null)]
    public void FindIp_ByLinkType(LinkType type, string hex, int? expected)
    {
        byte[] frame = Bytes(hex);
        Assert.That(LinkLayer.FindIp(type, frame), Is.EqualTo(expected));
        for (int length = 0; length < frame.Length; length++)
        {
            Assert.That(() => LinkLayer.FindIp(type, frame.AsSpan(0, length)), Throws.Nothing);
        }
    }

    private static byte[] Bytes(string hex) =>
        Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static List<string> Read(string hex) => Read(Bytes(hex));

    private static List<string> Read(byte[] file)
    {
        CaptureReader reader = CaptureReader.Open(TraceInput.FromData(file));
        var frames = new List<string>();
        while (reader.TryRead(out CapturedPacket packet))
        {
            frames.Add(
                $"{packet.Time.Nanoseconds} {packet.Link} {Convert.ToHexString(packet.Bytes)} "
                + $"{packet.OriginalLengthBytes}");
        }

        return frames;
    }
}
