using System.Buffers;
using Xia.Kernel.MessagePack;

namespace Xia.Kernel.Tests.MessagePack;

public sealed class MessagePackWriterTests
{
    [TestCase(0L, "00")]
    [TestCase(127L, "7f")]
    [TestCase(128L, "cc80")]
    [TestCase(255L, "ccff")]
    [TestCase(256L, "cd0100")]
    [TestCase(65_535L, "cdffff")]
    [TestCase(65_536L, "ce00010000")]
    [TestCase(4_294_967_295L, "ceffffffff")]
    [TestCase(4_294_967_296L, "cf0000000100000000")]
    [TestCase(long.MaxValue, "cf7fffffffffffffff")]
    [TestCase(-1L, "ff")]
    [TestCase(-32L, "e0")]
    [TestCase(-33L, "d0df")]
    [TestCase(-128L, "d080")]
    [TestCase(-129L, "d1ff7f")]
    [TestCase(-32_768L, "d18000")]
    [TestCase(-32_769L, "d2ffff7fff")]
    [TestCase(-2_147_483_648L, "d280000000")]
    [TestCase(-2_147_483_649L, "d3ffffffff7fffffff")]
    [TestCase(long.MinValue, "d38000000000000000")]
    public void Write_Integer_TakesTheShortestForm(long value, string expected)
    {
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.Write(value)), Is.EqualTo(expected));
        MessagePackReader reader = new(Convert.FromHexString(expected));
        Assert.That(reader.ReadInt64(), Is.EqualTo(value));
        Assert.That(reader.End, Is.True);
    }

    [Test]
    public void Write_LargestUnsigned_TakesNineBytes() =>
        Assert.That(
            Bytes((ref MessagePackWriter writer) => writer.Write(ulong.MaxValue)), Is.EqualTo("cfffffffffffffffff"));

    [Test]
    public void Write_SimpleValues_AreTheirCodes()
    {
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.WriteNil()), Is.EqualTo("c0"));
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.Write(false)), Is.EqualTo("c2"));
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.Write(true)), Is.EqualTo("c3"));
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.Write(-3)), Is.EqualTo("fd"));
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.Write(3u)), Is.EqualTo("03"));
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.Write(1.5)), Is.EqualTo("cb3ff8000000000000"));
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.Write((string?)null)), Is.EqualTo("c0"));
    }

    [TestCase(0, "a0")]
    [TestCase(31, "bf")]
    [TestCase(32, "d920")]
    [TestCase(255, "d9ff")]
    [TestCase(256, "da0100")]
    [TestCase(65_535, "daffff")]
    [TestCase(65_536, "db00010000")]
    public void Write_String_TakesTheShortestHeader(int lengthBytes, string expected)
    {
        string text = new('x', lengthBytes);
        string bytes = Bytes((ref MessagePackWriter writer) => writer.Write(text));
        Assert.That(bytes, Does.StartWith(expected));
        Assert.That(bytes, Has.Length.EqualTo(expected.Length + (2 * lengthBytes)));
    }

    [Test]
    public void Write_StringBeyondAscii_IsUtf8() =>
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.Write("é€😀")), Is.EqualTo("a9c3a9e282acf09f9880"));

    [TestCase(0, "c400")]
    [TestCase(255, "c4ff")]
    [TestCase(256, "c50100")]
    [TestCase(65_536, "c600010000")]
    public void Write_Bytes_TakesTheShortestHeader(int lengthBytes, string expected) =>
        Assert.That(
            Bytes((ref MessagePackWriter writer) => writer.Write(new byte[lengthBytes].AsSpan())),
            Is.EqualTo(expected + new string('0', 2 * lengthBytes)));

    [TestCase(0, "90", "80")]
    [TestCase(15, "9f", "8f")]
    [TestCase(16, "dc0010", "de0010")]
    [TestCase(65_535, "dcffff", "deffff")]
    [TestCase(65_536, "dd00010000", "df00010000")]
    public void WriteHeader_ArrayOrMap_TakesTheShortestForm(int count, string array, string map)
    {
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.WriteArrayHeader(count)), Is.EqualTo(array));
        Assert.That(Bytes((ref MessagePackWriter writer) => writer.WriteMapHeader(count)), Is.EqualTo(map));
    }

    [Test]
    public void WriteHeader_Negative_Throws() =>
        Assert.That(
            () => Bytes((ref MessagePackWriter writer) => writer.WriteArrayHeader(-1)),
            Throws.InstanceOf<ArgumentOutOfRangeException>());

    private delegate void Writing(ref MessagePackWriter writer);

    private static string Bytes(Writing write)
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        write(ref writer);
        writer.Flush();
        return Convert.ToHexStringLower(output.WrittenSpan);
    }
}
