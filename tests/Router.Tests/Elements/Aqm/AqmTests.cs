using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Aqm;

internal sealed class AqmTests
{
    private static readonly string[] Droppers =
    [
        "RED(2, 6, 0.9, STABILITY 0)", "AdaptiveRED(10, 0.9, STABILITY 0)", "PI(0.001, 1, 0.5, 3)",
    ];

    [TestCaseSource(nameof(Droppers))]
    public void Batch_IsDroppedAsItsPacketsOneByOne(string dropper) =>
        Assert.That(Passed(dropper, together: true), Is.EqualTo(Passed(dropper, together: false)));

    [TestCaseSource(nameof(Droppers))]
    public void State_MovesToAnotherGraph(string dropper)
    {
        Bench bench = Loaded(dropper);
        Send(bench, together: true);
        string before = bench.Read("r.stats");
        Bench other = Loaded(dropper);
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        bench.Router.ExportState(ref writer);
        var reader = new MessagePackReader(bytes.WrittenSpan);
        other.Router.ImportState(ref reader);
        Assert.That(other.Read("r.stats"), Is.EqualTo(before).And.Not.Contains("\n0 drops"));
        bench.Close();
        other.Close();
    }

    [TestCaseSource(nameof(Droppers))]
    public void State_IsTakenOverByAReplacement(string dropper)
    {
        Bench bench = Loaded(dropper);
        Send(bench, together: true);
        string before = bench.Read("r.stats");
        RouterGraph fresh = bench.Router.PrepareReplacement(Text(dropper), "config");
        fresh.TakeOver(bench.Router);
        Assert.That(fresh.ReadHandler("r.stats").TrimEnd('\n'), Is.EqualTo(before));
        fresh.Close();
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public void CoDel_OfAFullQueue_PullsOnlyWhatIsAskedFor()
    {
        var bench = new Bench(
            "in :: TestSource -> q :: Queue -> r :: CoDel(1ms, 10ms) -> u :: Unqueue(2, ACTIVE false, LIMIT 2) "
            + "-> out :: TestSink");
        SendStamped(bench, 10);
        bench.RunFor(Duration.FromSeconds(1));
        bench.Router.WriteHandler("u.active", "true");
        bench.RunFor(Duration.FromMilliseconds(1));
        Assert.That((bench.Out.Hex.Count, bench.Read("q.length")), Is.EqualTo((2, "8")));
        bench.RunFor(Duration.FromSeconds(1));
        bench.Router.WriteHandler("u.limit", "4");
        bench.RunFor(Duration.FromMilliseconds(1));
        Assert.That(
            (bench.Out.Hex.Count, bench.Read("q.length"), bench.Read("r.drops")),
            Is.EqualTo((4, "5", "1")),
            "The third is dropped: for one interval packets waited too long.");
        bench.Close();
    }

    [Test]
    public void CoDel_NeverDropsTheLastPacket()
    {
        var bench = new Bench(
            "in :: TestSource -> q :: Queue -> r :: CoDel(1ms, 10ms) -> u :: Unqueue(ACTIVE false) "
            + "-> out :: TestSink");
        for (int index = 0; index < 5; index++)
        {
            SendStamped(bench, 1);
            bench.RunFor(Duration.FromSeconds(1));
            bench.Router.WriteHandler("u.active", "true");
            bench.RunFor(Duration.FromMilliseconds(1));
            bench.Router.WriteHandler("u.active", "false");
        }

        Assert.That((bench.Out.Hex.Count, bench.Read("r.drops")), Is.EqualTo((5, "0")));
        bench.Close();
    }

    [TestCase("RED(1, 2, 0.5)")]
    [TestCase("PI(1, 1, 1, 1)")]
    public void Handlers_RefuseWhatIsWrong_AndKeepWhatWas(string dropper)
    {
        Bench bench = Loaded(dropper);
        string name = dropper[0] == 'R' ? "max_p" : "a";
        string before = bench.Read("r.config");
        Assert.That(() => bench.Router.WriteHandler($"r.{name}", "x"), Throws.Exception);
        Assert.That(() => bench.Router.WriteHandler($"r.{name}", "2000"), Throws.Exception);
        Assert.That(() => bench.Router.WriteHandler("r.config", "1"), Throws.Exception);
        Assert.That(() => bench.Router.WriteHandler("r.config", before + "0, NO 1"), Throws.Exception);
        Assert.That(bench.Read("r.config"), Is.EqualTo(before));
        bench.Router.WriteHandler("r.config", before.Replace("QUEUES q", "QUEUES far", StringComparison.Ordinal));
        Assert.That(bench.Read("r.queues"), Is.EqualTo("far"));
        bench.Close();
    }

    private static List<string> Passed(string dropper, bool together)
    {
        Bench bench = Loaded(dropper);
        Send(bench, together);
        List<string> lines = [bench.Read("r.stats"), .. bench.Out.Hex];
        bench.Close();
        return lines;
    }

    private static Bench Loaded(string dropper) => new(Text(dropper), _ => { });

    private static string Text(string dropper) =>
        $"in :: TestSource -> r :: {dropper} -> q :: Queue -> Unqueue(ACTIVE false) -> d :: TestSink; "
        + "r[1] -> out :: TestSink; Idle -> far :: Queue -> Idle";

    private static void Send(Bench bench, bool together)
    {
        bench.RunFor(Duration.FromMilliseconds(10));
        byte[][] packets = [.. Enumerable.Range(0, 100).Select(index => new[] { (byte)index })];
        TestSource source = bench.Router.Find<TestSource>("in")!;
        for (int run = 0; run < 2; run++)
        {
            if (together)
            {
                source.SendBatch(packets);
            }
            else
            {
                Array.ForEach(packets, packet => source.Send(packet));
            }

            bench.RunFor(Duration.FromMilliseconds(10));
        }
    }

    private static void SendStamped(Bench bench, int count)
    {
        for (int index = 0; index < count; index++)
        {
            bench.Send([1], packet => packet.Annotations.FirstTimestamp = bench.Now + new Duration(1));
        }
    }
}
