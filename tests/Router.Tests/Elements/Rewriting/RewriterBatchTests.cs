using Xia.Kernel.Randomness;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;
using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

public sealed class RewriterBatchTests
{
    private const string Graph = """
        rw :: IPRewriter(pattern 1.0.0.9 1-40# - - 0 1, keep 1 0);
        in :: TestSource -> [0] rw; TestSource -> [1] rw;
        rw[0] -> out :: TestSink; rw[1] -> other :: TestSink;
        """;

    /// <summary>
    /// Packets together and one by one: the same packets, in the same order at each output.
    /// </summary>
    [TestCase(1ul)]
    [TestCase(2ul)]
    public void PushBatch_AnyPackets_IsAsGoodAsOneByOne(ulong seed)
    {
        RandomStream draws = new RandomRoot(seed).Stream("test");
        var together = new Bench(Graph);
        var alone = new Bench(Graph);
        for (int round = 0; round < 200; round++)
        {
            byte[][] packets = [.. Enumerable.Range(0, draws.NextInt32(20)).Select(_ => Draw(draws))];
            foreach (byte[] packet in packets)
            {
                alone.Send(packet, Mark);
            }

            Push(together, packets);
        }

        Assert.That(together.Out.Hex, Is.EqualTo(alone.Out.Hex).And.Count.GreaterThan(100));
        Assert.That(
            together.Sink("other").Hex,
            Is.EqualTo(alone.Sink("other").Hex).And.Count.GreaterThan(100));
        Assert.That(together.Read("rw.udp_table"), Is.EqualTo(alone.Read("rw.udp_table")));
        together.Close();
        alone.Close();
    }

    [Test]
    public void Push_KnownFlows_AllocatesNothing()
    {
        var bench = new Bench("""
            in :: TestSource -> rw :: IPRewriter(pattern 1.0.0.9 1-60000# - - 0 0) -> Discard;
            """);
        byte[][] packets =
        [
            .. Enumerable.Range(1, 100).Select(port => Udp("10.0.0.1", (ushort)port, "2.0.0.2", 7)),
        ];
        void Round()
        {
            foreach (byte[] packet in packets)
            {
                Packet made = bench.Pool.Take(packet);
                made.SetNetworkHeader(0);
                bench.Router.Find<Router.Graph.Element>("rw")!.Push(0, made);
            }
        }

        Round();
        long least = long.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.That(least, Is.Zero);
        Assert.That(bench.Read("rw.size"), Is.EqualTo("100"));
        bench.Close();
    }

    private static void Push(Bench bench, byte[][] packets)
    {
        PacketBatch batch = default;
        foreach (byte[] data in packets)
        {
            Packet packet = bench.Pool.Take(data);
            Mark(packet);
            batch.Append(packet);
        }

        bench.Router.Find<Router.Graph.Element>("rw")!.PushBatch(0, batch);
    }

    private static byte[] Draw(RandomStream draws)
    {
        ushort port = (ushort)(1 + draws.NextInt32(60));
        return draws.NextInt32(3) == 0
            ? Udp("2.0.0.2", 7, "1.0.0.9", port)
            : Udp($"10.0.0.{1 + draws.NextInt32(2)}", port, "2.0.0.2", 7);
    }
}
