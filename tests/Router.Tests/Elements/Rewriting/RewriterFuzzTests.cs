using Xia.Kernel.Randomness;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;
using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

/// <summary>
/// Random and half-right packets cross every rewriter; nothing throws and no packet is lost.
/// </summary>
public sealed class RewriterFuzzTests
{
    private const int PacketCount = 20_000;

    [TestCase("IPRewriter", "1.0.0.9 1-9 - -", 1ul)]
    [TestCase("TCPRewriter", "1.0.0.9 1-9? - -", 2ul)]
    [TestCase("UDPRewriter", "1.0.0.9 1-9# 2.0.0.2 7", 3ul)]
    [TestCase("IPAddrRewriter", "1.0.0.0/29 -", 4ul)]
    [TestCase("IPAddrPairRewriter", "1.0.0.0/29 3.0.0.3", 5ul)]
    [TestCase("ICMPPingRewriter", "1.0.0.9 - 3-9", 6ul)]
    public void Packets_AnyBytes_AreRewrittenPassedOrDropped(string rewriter, string pattern, ulong seed)
    {
        RandomStream draws = new RandomRoot(seed).Stream("test");
        var bench = new Bench($"""
            rw :: {rewriter}(pattern {pattern} 0 1, keep 1 0, pass 1, CAPACITY 20, REPLY_ANNO 16);
            a :: TestSource -> [0] rw; b :: TestSource -> [1] rw; c :: TestSource -> [2] rw;
            e :: TestSource -> icmp :: ICMPRewriter(rw);
            ftp :: TCPRewriter(pattern 4.0.0.4 1-20# - - 0 0, CAPACITY 8);
            f :: TestSource -> FTPPortMapper(ftp, rw, 0) -> ftp -> out :: TestSink;
            rw[0] -> out; rw[1] -> out; icmp[0] -> out; icmp[1] -> out;
            """);
        for (int count = 0; count < PacketCount; count++)
        {
            byte[] packet = Draw(draws);
            bench.Send(packet, made => Prepare(made, draws), ((char)('a' + draws.NextInt32(6))) switch
            {
                'd' => "e",
                var name => name.ToString(),
            });
            if (count % 1000 == 999)
            {
                bench.RunFor(Kernel.Time.Duration.FromSeconds(draws.NextInt32(9)));
                bench.Router.WriteHandler("rw.capacity", $"{draws.NextInt32(30)}");
                bench.Read("rw.patterns");
            }
        }

        TestContext.Out.WriteLine($"seed {seed}: {bench.Out.Hex.Count} packets came out");
        Assert.That(bench.Out.Hex, Has.Count.GreaterThan(PacketCount / 10));
        bench.Close();
    }

    private static void Prepare(Packet packet, RandomStream draws)
    {
        if (draws.NextInt32(20) != 0)
        {
            packet.SetNetworkHeader(draws.NextInt32(30) == 0 ? draws.NextInt32(packet.LengthBytes + 1) : 0);
        }
    }

    private static byte[] Draw(RandomStream draws)
    {
        byte[] packet = Right(draws);
        if (draws.NextInt32(4) == 0)
        {
            packet = Error("9.9.9.9", "1.0.0.9", packet, draws.NextInt32(60));
        }

        for (int spoilt = draws.NextInt32(8) - 4; spoilt > 0; spoilt--)
        {
            packet[draws.NextInt32(packet.Length)] = (byte)draws.NextUInt64();
        }

        return draws.NextInt32(5) == 0 ? packet[..draws.NextInt32(packet.Length + 1)] : packet;
    }

    private static byte[] Right(RandomStream draws)
    {
        string source = $"{1 + draws.NextInt32(3)}.0.0.{draws.NextInt32(10)}";
        string destination = $"{1 + draws.NextInt32(3)}.0.0.{draws.NextInt32(10)}";
        ushort port = (ushort)draws.NextInt32(10);
        switch (draws.NextInt32(5))
        {
            case 0:
                return Udp(source, port, destination, 7);
            case 1:
                return Echo(source, destination, port, draws.NextInt32(2) == 0);
            case 2:
                return Tcp(source, port, destination, 7, (Internet.Wire.TcpFlags)draws.NextInt32(32));
            default:
                return Tcp(source, port, destination, 21, payload: draws.NextInt32(2) == 0
                    ? $"PORT 1,2,3,4,5,{draws.NextInt32(300)}\r\n"
                    : "PORT 1,2,3", sequence: (uint)draws.NextUInt64());
        }
    }
}
