using System.Text;
using Xia.Internet.Wire;
using Xia.Router.Tests.Testing;
using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

public sealed class FTPPortMapperTests
{
    private const string Graph = """
        rw :: TCPRewriter(pattern 1.0.0.9 1024-65535# - - 0 1, drop);
        in :: TestSource -> FTPPortMapper(rw, rw, 0) -> [0] rw;
        rw [0] -> out :: TestSink;
        back :: TestSource -> [1] rw [1] -> inner :: TestSink;
        """;

    [Test]
    public void Port_OfAKnownConnection_IsRewritten_AndTheNumbersBehindItMove()
    {
        var bench = new Bench(Graph);
        Client(bench, 0, "x");
        Client(bench, 1, "PORT 10,0,0,111,200,200\r\n");
        Client(bench, 26, "NOOP\r\n");
        Assert.That(Results(bench.Out), Is.EqualTo(new[]
        {
            "T 1.0.0.9 1024 2.0.0.2 21 0 0 x",
            "T 1.0.0.9 1024 2.0.0.2 21 1 0 PORT 1,0,0,9,4,1\r\n",
            "T 1.0.0.9 1024 2.0.0.2 21 19 0 NOOP\r\n",
        }));
        bench.Send(Tcp("2.0.0.2", 21, "1.0.0.9", 1024, acknowledgement: 19), Mark, "back");
        bench.Send(Tcp("2.0.0.2", 20, "1.0.0.9", 1025), Mark, "back");
        Assert.That(Results(bench.Sink("inner")), Is.EqualTo(new[]
        {
            "T 2.0.0.2 21 10.0.0.1 30 0 26 ",
            "T 2.0.0.2 20 10.0.0.111 51400 0 0 ",
        }));
        Assert.That(bench.Read("rw.table"), Does.Contain("(1.0.0.9, 1024, 2.0.0.2, 21) seq -7 [*0 1]"));
        bench.Close();
    }

    [Test]
    public void Port_SentAgain_IsRewrittenAlike()
    {
        var bench = new Bench(Graph);
        Client(bench, 0, "x");
        Client(bench, 1, "port 10,0,0,1,4,9\n");
        Client(bench, 1, "port 10,0,0,1,4,9\n");
        Client(bench, 19, "y");
        Assert.That(Results(bench.Out)[1..], Is.EqualTo(new[]
        {
            "T 1.0.0.9 1024 2.0.0.2 21 1 0 port 1,0,0,9,4,1\n",
            "T 1.0.0.9 1024 2.0.0.2 21 1 0 port 1,0,0,9,4,1\n",
            "T 1.0.0.9 1024 2.0.0.2 21 18 0 y",
        }));
        bench.Close();
    }

    [Test]
    public void Port_LongerThanBefore_MakesRoom()
    {
        var bench = new Bench(Graph.Replace("1024-65535#", "20000-20009#", StringComparison.Ordinal)
            .Replace("1.0.0.9", "111.112.113.114", StringComparison.Ordinal));
        Client(bench, 0, "x");
        Client(bench, 1, "PORT 10,0,0,1,4,9\r\nNOOP\r\n");
        Assert.That(
            Results(bench.Out)[1],
            Is.EqualTo("T 111.112.113.114 20000 2.0.0.2 21 1 0 PORT 111,112,113,114,78,33\r\nNOOP\r\n"));
        bench.Close();
    }

    [TestCase("PORT 10,0,0,1,4,9")]
    [TestCase("PORT 10,0,0,1,4\r\n")]
    [TestCase("PORT 10,0,0,1,4,9x\r\n")]
    [TestCase("PORT 10,0,0,1,256,9\r\n")]
    [TestCase("PORT 10,0,0,1,0004,9\r\n")]
    [TestCase("PORT  10,0,0,1,4,9\r\n")]
    [TestCase("PORT ")]
    [TestCase("XPORT 10,0,0,1,4,9\r\n")]
    public void Payload_NoWholeCommandAtItsStart_StaysAsItIs(string payload)
    {
        var bench = new Bench(Graph);
        Client(bench, 0, "x");
        Client(bench, 1, payload);
        Assert.That(Results(bench.Out)[1], Is.EqualTo($"T 1.0.0.9 1024 2.0.0.2 21 1 0 {payload}"));
        Assert.That(bench.Read("rw.table_size"), Is.EqualTo("1"));
        bench.Close();
    }

    [Test]
    public void Port_OfAnUnknownConnection_StaysAsItIs()
    {
        var bench = new Bench(Graph);
        Client(bench, 1, "PORT 10,0,0,1,4,9\r\n");
        Assert.That(Results(bench.Out)[0], Is.EqualTo("T 1.0.0.9 1024 2.0.0.2 21 1 0 PORT 10,0,0,1,4,9\r\n"));
        bench.Close();
    }

    [Test]
    public void SelectiveAcknowledgements_WhateverTheirPlace_AreRestoredWithARightChecksum()
    {
        var bench = new Bench(Graph);
        Client(bench, 0, "x");
        Client(bench, 1, "PORT 10,0,0,111,200,200\r\n");
        byte[] options = [1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 19, 0];
        byte[] answer = Tcp("2.0.0.2", 21, "1.0.0.9", 1024, acknowledgement: 1);
        bench.Send(WithOptions(answer, options), Mark, "back");
        byte[] result = bench.Sink("inner").Bytes(0);
        Assert.That(Checksum(result), Is.Zero);
        Assert.That(result[43..51], Is.EqualTo(new byte[] { 0, 0, 0, 1, 0, 0, 0, 26 }));
        bench.Close();
    }

    private static void Client(Bench bench, uint sequence, string payload) => bench.Send(
        Tcp("10.0.0.1", 30, "2.0.0.2", 21, TcpFlags.Ack, payload, sequence), Mark);

    private static string[] Results(TestSink sink) =>
        [.. sink.Hex.Select((_, index) => Result(sink.Bytes(index)))];

    private static string Result(byte[] packet)
    {
        TcpHeader.TryRead(
            packet.AsSpan(20),
            IpAddress.Read(packet.AsSpan(12)),
            IpAddress.Read(packet.AsSpan(16)),
            out TcpHeader tcp);
        string payload = Encoding.Latin1.GetString(packet[40..]);
        return $"{Describe(packet)} {tcp.Sequence} {tcp.Acknowledgement} {payload}";
    }

    private static ushort Checksum(byte[] packet) => PseudoHeader.Checksum(
        IpAddress.Read(packet.AsSpan(12)),
        IpAddress.Read(packet.AsSpan(16)),
        IpProtocol.Tcp,
        packet.AsSpan(20));

    private static byte[] WithOptions(byte[] packet, byte[] options)
    {
        byte[] result = [.. packet[..40], .. options];
        result[32] = (byte)((20 + options.Length) / 4 << 4);
        result[36] = result[37] = 0;
        ushort checksum = Checksum(result);
        (result[36], result[37]) = ((byte)(checksum >> 8), (byte)checksum);
        Ipv4Header header = Ipv4Header.ReadChecked(packet);
        (header with { TotalLengthBytes = result.Length }).Write(result);
        return result;
    }
}
