using Xia.Kernel.Time;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Standard;

/// <summary>Elements with several outputs treat a batch as they treat its packets one by one.</summary>
internal sealed class SwitchBatchTests
{
    [TestCase("Classifier(0/01, 0/02, -)")]
    [TestCase("HashSwitch(0, 1)")]
    [TestCase("Hub", "Idle -> [1] e; Idle -> [2] e;")]
    [TestCase("PaintSwitch")]
    [TestCase("RoundRobinSwitch")]
    [TestCase("Switch(1)")]
    [TestCase("StaticSwitch(2)")]
    [TestCase("Tee")]
    [TestCase("PaintTee(1)", "e[1] -> out;", 1)]
    [TestCase("CheckPaint(1)", "e[1] -> out;", 1)]
    [TestCase("HostEtherFilter(0:0:0:0:0:1)", "e[1] -> out;", 1)]
    public void Batch_LeavesAsSinglePacketsDo(string element, string more = "", int outputs = 3)
    {
        string ends = outputs == 3 ? "e[1] -> out; e[2] -> side :: TestSink;" : "Idle -> side :: TestSink;";
        string text = $"in :: TestSource -> e :: {element}; e[0] -> out :: TestSink; {ends} {more}";
        byte[][] packets = [.. Enumerable.Range(0, 40).Select(number => new byte[] { (byte)(number * 7 % 5), 1, 2 })];
        var single = new Bench(text);
        var batch = new Bench(text);
        foreach (byte[] packet in packets)
        {
            single.Send(packet, one => one.Annotations.Paint = Color(packet));
        }

        batch.Router.Find<TestSource>("in")!.SendBatch(one => one.Annotations.Paint = Color(one.Data), packets);
        Assert.That(batch.Out.Hex, Is.EqualTo(single.Out.Hex));
        Assert.That(batch.Sink("side").Hex, Is.EqualTo(single.Sink("side").Hex));
        single.Close();
        batch.Close();
    }

    [Test]
    public void Counter_CallsBetweenThePacketsOfABatch()
    {
        var bench = new Bench(
            "s :: InfiniteSource(DATA ab, LIMIT 8, BURST 8) -> Counter(COUNT_CALL 4 x.switch 1) -> x :: Switch(0) "
            + "-> out :: TestSink; x[1] -> late :: TestSink");
        bench.RunFor(Duration.Zero);
        Assert.That((bench.Out.Hex.Count, bench.Sink("late").Hex.Count), Is.EqualTo((3, 5)));
        bench.Close();
    }

    private static byte Color(ReadOnlySpan<byte> data) => data[0] == 4 ? byte.MaxValue : data[0];
}
