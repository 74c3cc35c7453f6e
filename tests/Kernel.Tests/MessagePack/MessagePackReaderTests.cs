using System.Buffers;
using System.Text;
using Xia.Kernel.MessagePack;

namespace Xia.Kernel.Tests.MessagePack;

public sealed class MessagePackReaderTests
{
    private delegate void Reading(ref MessagePackReader reader);

    private static readonly Reading[] Readings =
    [
        (ref MessagePackReader reader) => reader.ReadBoolean(),
        (ref MessagePackReader reader) => reader.ReadInt32(),
        (ref MessagePackReader reader) => reader.ReadUInt32(),
        (ref MessagePackReader reader) => reader.ReadInt64(),
        (ref MessagePackReader reader) => reader.ReadUInt64(),
        (ref MessagePackReader reader) => reader.ReadDouble(),
        (ref MessagePackReader reader) => reader.ReadString(),
        (ref MessagePackReader reader) => _ = reader.ReadBytes(),
        (ref MessagePackReader reader) => reader.ReadArrayHeader(),
        (ref MessagePackReader reader) => reader.ReadMapHeader(),
        (ref MessagePackReader reader) => reader.TryReadNil(),
        (ref MessagePackReader reader) => reader.Skip(),
    ];

    [TestCase("d00c", 12)]
    [TestCase("d3ffffffffffffffff", -1)]
    [TestCase("cf0000000000000001", 1)]
    [TestCase("d1fffe", -2)]
    [TestCase("d2fffffffd", -3)]
    public void ReadInt64_AnyForm_IsAccepted(string hex, long expected)
    {
        MessagePackReader reader = new(Convert.FromHexString(hex));
        Assert.That(reader.ReadInt64(), Is.EqualTo(expected));
    }

    [TestCase("ca3fc00000", 1.5)]
    [TestCase("cb3ff8000000000000", 1.5)]
    public void ReadDouble_EitherWidth_IsAccepted(string hex, double expected)
    {
        MessagePackReader reader = new(Convert.FromHexString(hex));
        Assert.That(reader.ReadDouble(), Is.EqualTo(expected));
    }

    [Test]
    public void TryReadNil_OtherValue_StaysBeforeIt()
    {
        MessagePackReader reader = new([0xc0, 0x05]);
        Assert.That(reader.TryReadNil(), Is.True);
        Assert.That(reader.TryReadNil(), Is.False);
        Assert.That(reader.Consumed, Is.EqualTo(1));
        Assert.That(reader.NextCode, Is.EqualTo(5));
    }

    [TestCase("cfffffffffffffffff", 3)]
    [TestCase("ff", 4)]
    [TestCase("ce80000000", 1)]
    [TestCase("d3ffffffff7fffffff", 1)]
    [TestCase("cf0000000100000000", 2)]
    [TestCase("c1", 11)]
    [TestCase("a1ff", 6)]
    [TestCase("a3eda080", 6)]
    public void Read_ValueOutOfItsRange_IsRefused(string hex, int reading) =>
        Assert.That(() => Read(Convert.FromHexString(hex), Readings[reading]), Refused);

    [Test]
    public void Read_EveryTruncatedPrefix_IsRefused()
    {
        string[] values =
        [
            "cc80", "cd0100", "ce00010000", "cf0000000100000000", "d0df", "d1ff7f", "d2ffff7fff",
            "d3ffffffff7fffffff", "ca3fc00000", "cb3ff8000000000000", "a3616263", "d9026162", "da00026162",
            "db000000026162", "c4020102", "c500020102", "c6000000020102", "93010203", "dc000201a161", "dd0000000101",
            "8201020304", "de00010102", "df0000000190c0", "d40005", "d5000505", "d600" + "05050505",
            "d7" + "000505050505050505", "d8" + "0005050505050505050505050505050505", "c7020501" + "02", "c800010505",
            "c9000000010505",
        ];
        foreach (string hex in values)
        {
            byte[] whole = Convert.FromHexString(hex);
            if (hex != "df0000000190c0")
            {
                MessagePackReader reader = new(whole);
                reader.Skip();
                Assert.That(reader.End, Is.True, hex);
            }

            for (int lengthBytes = 0; lengthBytes < whole.Length; lengthBytes++)
            {
                byte[] prefix = whole[..lengthBytes];
                Assert.That(() => Read(prefix, Readings[^1]), Refused, $"{hex} cut to {lengthBytes}");
            }
        }
    }

    [TestCase("c6ffffffff", 7)]
    [TestCase("dbffffffff", 6)]
    [TestCase("ddffffffff01", 8)]
    [TestCase("dfffffffff0102", 9)]
    [TestCase("c9ffffffff05", 11)]
    [TestCase("ddffffffff", 11)]
    [TestCase("df80000001", 11)]
    public void Read_HostileLength_IsRefusedWithoutAllocatingIt(string hex, int reading)
    {
        byte[] bytes = Convert.FromHexString(hex);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => Read(bytes, Readings[reading]), Refused);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    [Test]
    public void Skip_NestingAtTheBound_IsFollowedAndNoDeeper()
    {
        byte[] atBound = [.. Enumerable.Repeat((byte)0x91, MessagePackReader.MaximumDepth), 0xc0];
        byte[] deeper = [0x91, .. atBound];
        Assert.That(() => Read(atBound, Readings[^1]), Throws.Nothing);
        Assert.That(() => Read(deeper, Readings[^1]), Refused);
    }

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public bool Read_AnyBytes_ThrowsNothingElse(byte[] bytes, byte[] choices)
    {
        MessagePackReader reader = new(bytes);
        try
        {
            foreach (byte choice in choices)
            {
                Readings[choice % Readings.Length](ref reader);
            }
        }
        catch (MessagePackSerializationException)
        {
            return true;
        }

        return reader.Consumed <= bytes.Length;
    }

    [FsCheck.NUnit.Property]
    public bool Read_WhatWasWritten_IsTheSame(
        long signed, ulong unsigned, int small, bool truth, FsCheck.NormalFloat number, string? text, byte[] bytes)
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        writer.WriteArrayHeader(8);
        writer.Write(signed);
        writer.Write(unsigned);
        writer.Write(small);
        writer.Write(truth);
        writer.Write(number.Get);
        writer.Write(text);
        writer.Write(bytes.AsSpan());
        writer.WriteMapHeader(1);
        writer.Write("key");
        writer.WriteNil();

        MessagePackReader skipping = new(output.WrittenSpan);
        skipping.Skip();
        MessagePackReader reader = new(output.WrittenSpan);
        string? expectedText = text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return reader.ReadArrayHeader() == 8
            && reader.ReadInt64() == signed
            && reader.ReadUInt64() == unsigned
            && reader.ReadInt32() == small
            && reader.ReadBoolean() == truth
            && reader.ReadDouble() == number.Get
            && reader.ReadString() == expectedText
            && reader.ReadBytes().SequenceEqual(bytes)
            && reader.ReadMapHeader() == 1
            && reader.ReadString() == "key"
            && reader.TryReadNil()
            && reader.End
            && skipping.End;
    }

    private static NUnit.Framework.Constraints.Constraint Refused =>
        Throws.TypeOf<MessagePackSerializationException>();

    private static void Read(byte[] bytes, Reading reading)
    {
        MessagePackReader reader = new(bytes);
        reading(ref reader);
    }
}
