using Xia.Router.Graph;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Graph;

/// <summary>Batches are invisible: what arrives, and in which order, is as if packets came one by one.</summary>
internal sealed class BatchOrderTests
{
    private const string Diverting = "in :: TestSource -> every :: EveryThird -> out :: TestSink; every [1] -> out;";

    private const string Switching =
        "in :: TestSource -> sw :: ByFirstByte; sw [0] -> out :: TestSink; sw [1] -> out; sw [2] -> side :: TestSink;";

    [Test]
    public void Divert_InABatch_KeepsTheOrderBehindBothOutputs()
    {
        Bench bench = Load(Diverting);
        bench.Router.Find<TestSource>("in")!.SendBatch([1], [2], [3], [4], [5], [6], [7]);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "01", "02", "03", "04", "05", "06", "07" }));
        bench.Close();
    }

    [Test]
    public void Divert_WhereTheGraphLeadsBack_KeepsTheOrder()
    {
        Bench bench = Load(
            "in :: TestSource -> cp :: CheckPaint(0); cp [0] -> Paint(1) -> cp; cp [1] -> out :: TestSink;");
        bench.Router.Find<TestSource>("in")!.SendBatch(
            packet => packet.Annotations.Paint = (byte)(packet.Data[0] % 2), [[2], [3], [4], [5], [6]]);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "02", "03", "04", "05", "06" }));
        bench.Close();
    }

    [Test]
    public void Drop_InABatch_LeavesTheOthersLinked()
    {
        Bench bench = Load("in :: TestSource -> EveryThird -> out :: TestSink;");
        bench.Router.Find<TestSource>("in")!.SendBatch([1], [2], [3], [4], [5], [6], [7]);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "01", "02", "04", "05", "07" }));
        bench.Close();
    }

    [Test]
    public void Switch_InABatch_KeepsTheOrderAndJoinsOutputsThatMeet()
    {
        Bench bench = Load(Switching);
        bench.Router.Find<TestSource>("in")!.SendBatch([0], [1], [0], [2], [2], [1], [9], [0]);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "00", "01", "00", "01", "00" }));
            Assert.That(bench.Sink("side").Hex, Is.EqualTo(new[] { "02", "02" }));
            Assert.That(bench.Out.BatchSizes, Is.EqualTo(new[] { 3, 1, 1 }));
        });
        bench.Close();
    }

    [Test]
    public void PullBatch_WithASideOutput_GivesOneAtATime()
    {
        Bench bench = Load(
            "in :: TestSource -> Queue -> every :: EveryThird -> u :: Unqueue(BURST 8, ACTIVE false) -> out :: TestSink;"
            + "every [1] -> out;");
        bench.Router.Find<TestSource>("in")!.SendBatch([1], [2], [3], [4], [5], [6], [7]);
        bench.Router.WriteHandler("u.active", "true");
        bench.RunFor(Kernel.Time.Duration.FromSeconds(1));
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "01", "02", "03", "04", "05", "06", "07" }));
        bench.Close();
    }

    [TestCase("Unqueue(BURST 4) -> a :: Counter -> Script(TYPE PACKET, print $(a.count), end)")]
    [TestCase("a :: Counter -> Unqueue(BURST 4) -> Script(TYPE PACKET, print $(a.count), end)")]
    [TestCase("Script(TYPE PACKET, print $(a.count), end) -> Null -> Unqueue(BURST 4) -> a :: Counter")]
    public void ScriptOfPackets_SeesWhatHappenedBeforeEach(string path)
    {
        string expected = path.StartsWith("Script", StringComparison.Ordinal) ? "0\n1\n2\n3\n" : "1\n2\n3\n4\n";
        var bench = new Bench($"i :: InfiniteSource(LIMIT 4, BURST 4) -> Queue -> {path} -> Discard");
        bench.RunFor(Kernel.Time.Duration.FromSeconds(1));
        Assert.That(bench.Output, Is.EqualTo(expected));
        bench.Close();
    }

    [Test]
    public void Source_PushesOneByOneToAScriptOfPackets()
    {
        var bench = new Bench(
            "i :: InfiniteSource(LIMIT 3, BURST 3) -> a :: Counter"
            + " -> Script(TYPE PACKET, print $(a.count), end) -> Discard");
        bench.RunFor(Kernel.Time.Duration.FromSeconds(1));
        Assert.That(bench.Output, Is.EqualTo("1\n2\n3\n"));
        bench.Close();
    }

    private static Bench Load(string text) => new(
        text,
        elements: registry => registry
            .Add("EveryThird", () => new EveryThird())
            .Add("ByFirstByte", () => new ByFirstByte()));

    private sealed class EveryThird : SimpleElement
    {
        private int _count;

        public override string ClassName => "EveryThird";

        public override string PortCounts => "1/1-2";

        public override string Processing => "a/ah";

        protected override Packet? Process(Packet packet)
        {
            if (++_count % 3 != 0)
            {
                return packet;
            }

            Divert(1, packet);
            return null;
        }
    }

    private sealed class ByFirstByte : SwitchElement
    {
        public override string ClassName => "ByFirstByte";

        protected override int Choose(Packet packet) => packet.Data[0];
    }
}
