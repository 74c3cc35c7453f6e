using Xia.Internet.Wire;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Xia.Internet.Tests.Wire;

internal sealed class TcpHeaderTests
{
    private static readonly IpAddress Source = IpAddress.Parse("10.1.0.2");
    private static readonly IpAddress Destination = IpAddress.Parse("10.2.0.3");

    private static readonly TcpHeader Syn = new()
    {
        SourcePort = 50_000,
        DestinationPort = 80,
        Sequence = 0x0102_0304,
        Flags = TcpFlags.Syn,
        Window = 65_535,
        MaximumSegmentBytes = 1460,
        WindowScale = 5,
    };

    // Offset 7 words; options MSS 1460, no-operation, window scale 5.
    private const string Literal =
        "c3500050" + "01020304" + "00000000" + "7002ffff" + "a86c0000" + "020405b4" + "01030305";

    [Test]
    public void Write_Syn_GivesLiteralBytes()
    {
        byte[] bytes = new byte[Syn.WrittenLengthBytes];
        Syn.Write(bytes, Source, Destination);
        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(Literal));
    }

    [Test]
    public void TryRead_LiteralBytes_GivesSyn()
    {
        TcpFault fault = TcpHeader.TryRead(
            Convert.FromHexString(Literal), Source, Destination, out TcpHeader header);
        Assert.That(fault, Is.EqualTo(TcpFault.None));
        Assert.That(header, Is.EqualTo(Syn with { ReadLengthBytes = 28 }));
    }

    [Test]
    public void TryRead_EveryTruncatedPrefix_Refused([Range(0, 27)] int lengthBytes)
    {
        TcpFault expected = lengthBytes < 20 ? TcpFault.Truncated : TcpFault.HeaderLength;
        TcpFault fault = TcpHeader.TryRead(
            Convert.FromHexString(Literal).AsSpan(0, lengthBytes), Source, Destination, out _);
        Assert.That(fault, Is.EqualTo(expected));
    }

    [Test]
    public void TryRead_AnyByteChanged_Refused([Range(0, 27)] int index)
    {
        byte[] bytes = Convert.FromHexString(Literal);
        bytes[index] ^= 0x20;
        TcpFault fault = TcpHeader.TryRead(bytes, Source, Destination, out _);
        Assert.That(fault, Is.EqualTo(TcpFault.Checksum));
    }

    [TestCase("02")]
    [TestCase("0200")]
    [TestCase("0201")]
    [TestCase("020305b4")]
    [TestCase("030405b4")]
    [TestCase("02ff05b4")]
    [TestCase("01010105")]
    public void TryRead_BadOption_Refused(string options) =>
        Assert.That(Read(options, out _), Is.EqualTo(TcpFault.Option));

    [TestCase("00ffffff")]
    [TestCase("04020101")]
    [TestCase("080affffffffffffffff0101")]
    public void TryRead_UnknownOption_IsPassedOver(string options) =>
        Assert.That(Read(options, out _), Is.EqualTo(TcpFault.None));

    [Test]
    public void TryRead_WindowScaleAbove14_IsTakenAs14()
    {
        Assert.That(Read("0303ff01", out TcpHeader header), Is.EqualTo(TcpFault.None));
        Assert.That(header.WindowScale, Is.EqualTo(TcpHeader.MaximumWindowScale));
    }

    [Property]
    public void Write_AnyPayload_IsReadAgain(
        byte[] payload, uint sequence, uint acknowledgement, ushort window)
    {
        var header = new TcpHeader
        {
            SourcePort = 1,
            DestinationPort = 2,
            Sequence = sequence,
            Acknowledgement = acknowledgement,
            Flags = TcpFlags.Ack | TcpFlags.Push,
            Window = window,
        };
        byte[] bytes = [.. new byte[20], .. payload];
        header.Write(bytes, Source, Destination);
        Assert.That(
            TcpHeader.TryRead(bytes, Source, Destination, out TcpHeader read), Is.EqualTo(TcpFault.None));
        Assert.That(read, Is.EqualTo(header with { ReadLengthBytes = 20 }));
    }

    [Property]
    public void TryRead_RandomBytes_NeverThrows(byte[] bytes) =>
        TcpHeader.TryRead(bytes, Source, Destination, out _);

    private static TcpFault Read(string options, out TcpHeader header)
    {
        byte[] option = Convert.FromHexString(options);
        byte[] bytes = new byte[20 + ((option.Length + 3) / 4 * 4)];

        // Padding of a short option is its own kind again, so that it does not end the list.
        bytes.AsSpan(20).Fill(option[0]);
        new TcpHeader().Write(bytes, Source, Destination);
        option.CopyTo(bytes, 20);
        bytes[12] = (byte)(bytes.Length / 4 << 4);
        bytes[16] = bytes[17] = 0;
        ushort sum = PseudoHeader.Checksum(Source, Destination, IpProtocol.Tcp, bytes);
        bytes[16] = (byte)(sum >> 8);
        bytes[17] = (byte)sum;
        return TcpHeader.TryRead(bytes, Source, Destination, out header);
    }
}
