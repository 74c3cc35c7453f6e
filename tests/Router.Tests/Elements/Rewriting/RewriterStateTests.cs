using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Router.Graph;
using Xia.Router.Tests.Testing;
using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

public sealed class RewriterStateTests
{
    private const string Rewriter =
        "TCPRewriter(pattern 1.0.0.9 1024-1030# - - 0 1, drop, REPLY_ANNO PAINT)";

    [Test]
    public void State_ExportedAndImported_FlowsGoOn()
    {
        RewriterBench before = Filled();
        byte[] state = Export(before);
        string table = before.Read("table");
        before.Close();

        var after = new RewriterBench(Rewriter);
        after.At(3);
        Import(after, state);
        Assert.That(after.Read("table"), Is.EqualTo(table));
        Assert.That(after.Read("mapping_failures"), Is.EqualTo("1"));
        Assert.That(after.Read("patterns"), Is.EqualTo("1.0.0.9 1024-1030 - - [7]\n<drop>"));
        Assert.That(after.Back(Tcp("2.0.0.2", 6, "1.0.0.9", 1025)), Is.EqualTo("in T 2.0.0.2 6 10.0.0.1 2"));
        Assert.That(after.Bench.Sink("in").Annotations[0].Paint, Is.EqualTo(42));
        Assert.That(Export(after), Has.Length.EqualTo(state.Length));
        after.Close();
    }

    [Test]
    public void State_Shifts_MoveAlong()
    {
        const string Graph = """
            rw :: TCPRewriter(pattern 1.0.0.9 1024-65535# - - 0 1, drop);
            in :: TestSource -> FTPPortMapper(rw, rw, 0) -> [0] rw;
            rw [0] -> out :: TestSink; TestSource -> [1] rw [1] -> TestSink;
            """;
        var before = new Bench(Graph);
        before.Send(Tcp("10.0.0.1", 30, "2.0.0.2", 21, payload: "x"), Mark);
        before.Send(Tcp("10.0.0.1", 30, "2.0.0.2", 21, payload: "PORT 10,0,0,111,200,200\r\n"), Mark);
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        before.Router.ExportState(ref writer);
        writer.Flush();
        var after = new Bench(Graph);
        var reader = new MessagePackReader(output.WrittenSpan);
        after.Router.ImportState(ref reader);
        Assert.That(after.Read("rw.table"), Is.EqualTo(before.Read("rw.table")).And.Contain("seq -7"));
        before.Close();
        after.Close();
    }

    [Test]
    public void TakeOver_FlowsOfAChangedGraph_GoOn()
    {
        const string Graph = """
            rw :: TCPRewriter(pattern 1.0.0.9 1024-1030# - - 0 1, drop);
            in :: TestSource -> [0] rw [0] -> out :: TestSink;
            back :: TestSource -> [1] rw [1] -> inner :: TestSink;
            """;
        var bench = new Bench(Graph);
        bench.Send(Tcp("10.0.0.1", 5, "2.0.0.2", 6), Mark);
        RouterGraph fresh = bench.Router.PrepareReplacement(
            Graph.Replace("1.0.0.9 1024-1030#", "1.0.0.8 50-60#", StringComparison.Ordinal), "config");
        fresh.TakeOver(bench.Router);
        fresh.Find<TestSource>("back")!.Send(Tcp("2.0.0.2", 6, "1.0.0.9", 1024), Mark);
        fresh.Find<TestSource>("in")!.Send(Tcp("10.0.0.1", 6, "2.0.0.2", 6), Mark);
        Assert.That(
            Describe(fresh.Find<TestSink>("inner")!.Bytes(0)), Is.EqualTo("T 2.0.0.2 6 10.0.0.1 5"));
        Assert.That(
            Describe(fresh.Find<TestSink>("out")!.Bytes(0)), Does.Match("^T 1.0.0.8 5[0-9] 2.0.0.2 6$"));
        Assert.That(fresh.ReadHandler("rw.patterns"), Is.EqualTo("1.0.0.8 50-60 - - [2]\n<drop>\n"));
        fresh.Close();
    }

    [Test]
    public void Import_SmallerCapacity_LeavesFlowsOut()
    {
        byte[] state = Export(Filled());
        var after = new RewriterBench(
            Rewriter.Replace("drop,", "drop, CAPACITY 3,", StringComparison.Ordinal));
        Import(after, state);
        Assert.That(after.Read("size"), Is.EqualTo("3"));
        after.Close();
    }

    /// <summary>
    /// Whatever the bytes say, a state is taken or refused; the seed is the test's argument.
    /// </summary>
    [TestCase(1ul)]
    [TestCase(2ul)]
    public void Import_SpoiltBytes_IsRefusedOrTaken(ulong seed)
    {
        RandomStream draws = new RandomRoot(seed).Stream("test");
        byte[] state = Export(Filled());
        for (int round = 0; round < 2000; round++)
        {
            byte[] spoilt = [.. state];
            for (int count = draws.NextInt32(4); count >= 0; count--)
            {
                spoilt[draws.NextInt32(spoilt.Length)] = (byte)draws.NextUInt64();
            }

            var after = new RewriterBench(Rewriter);
            try
            {
                Import(after, spoilt.AsSpan(0, draws.NextInt32(spoilt.Length + 1)).ToArray());
            }
            catch (MessagePackSerializationException)
            {
                // That is the refusal.
            }

            after.Back(Tcp("2.0.0.2", 6, "1.0.0.9", 1025));
            after.Forward(Tcp("10.0.0.1", 2, "2.0.0.2", 6));
            after.Close();
        }
    }

    private static RewriterBench Filled()
    {
        var bench = new RewriterBench(Rewriter);
        bench.At(3);
        for (ushort port = 1; port <= 8; port++)
        {
            bench.Forward(Tcp("10.0.0.1", port, "2.0.0.2", 6), paint: (byte)(40 + port));
        }

        return bench;
    }

    private static byte[] Export(RewriterBench bench)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        bench.Bench.Router.ExportState(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Import(RewriterBench bench, byte[] state)
    {
        var reader = new MessagePackReader(state);
        bench.Bench.Router.ImportState(ref reader);
    }
}
