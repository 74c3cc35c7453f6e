using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Traces;

internal sealed class DumpTests
{
    private const string Summary =
        "!data timestamp src ip_id\n1 1.1.1.1 1\n2 1.1.1.1 2\n3.5 1.1.1.1 3\n9 1.1.1.1 4\n";

    [TestCase("", "1 2 3 4")]
    [TestCase(", START 2", "2 3 4")]
    [TestCase(", START_AFTER 2", "3 4")]
    [TestCase(", END 3.5", "1 2")]
    [TestCase(", END_AFTER 3", "1 2 3")]
    [TestCase(", START 2, INTERVAL 5", "2 3")]
    [TestCase(", SAMPLE 0", "")]
    public void Range_TakesWhatLiesInIt(string arguments, string expected)
    {
        var bench = new Bench($"FromDump(dump{arguments}) -> t :: TestSink", Dump());
        bench.RunFor(Duration.Zero);
        Assert.That(Identifications(bench, "t"), Is.EqualTo(expected));
        bench.Close();
    }

    [Test]
    public void EndCall_MayMoveTheEnd()
    {
        var bench = new Bench(
            "d :: FromDump(dump, END 2, END_CALL d.extend_interval 2) -> t :: TestSink", Dump());
        bench.RunFor(Duration.Zero);
        Assert.That(Identifications(bench, "t"), Is.EqualTo("1 2 3 4"));
        bench.Close();
    }

    [Test]
    public void Timing_KeepsDistances()
    {
        var bench = new Bench("FromDump(dump, TIMING true) -> t :: TestSink", Dump());
        int[] counts = [.. new[] { 0, 999, 1000, 2500, 7999, 8000 }.Select(milliseconds =>
        {
            bench.RunUntil(Instant.Zero + Duration.FromMilliseconds(milliseconds));
            return bench.Sink("t").Hex.Count;
        })];
        Assert.That(counts, Is.EqualTo(new[] { 1, 1, 2, 3, 3, 4 }));
        bench.Close();
    }

    [Test]
    public void Pulled_GivesPackets_AndFilePositionsMove()
    {
        FakeFiles files = Dump();
        var bench = new Bench(
            "d :: FromDump(dump) -> u :: Unqueue -> t :: TestSink", files);
        bench.RunFor(Duration.Zero);
        Assert.That(Identifications(bench, "t"), Is.EqualTo("1 2 3 4"));
        Assert.That(bench.Router.NextRun, Is.Null);
        long frameBytes = 16 + 40;
        bench.Router.WriteHandler("d.filepos", $"{24 + (2 * frameBytes)}");
        bench.Router.WriteHandler("d.active", "true");
        bench.RunFor(Duration.Zero);
        Assert.That(Identifications(bench, "t"), Is.EqualTo("1 2 3 4 3 4"));
        Assert.That(bench.Read("d.count"), Is.EqualTo("6"));
        bench.Close();
    }

    [TestCase("PCAP", "")]
    [TestCase("PCAPNG", "")]
    [TestCase("PCAP", ".gz")]
    public void WhatIsWritten_IsReadBack(string format, string ending)
    {
        FakeFiles files = new FakeFiles().Add(
            "in", "!data timestamp eth_src src ip_len\n1.000000001 1-2-3-4-5-6 1.2.3.4 2000\n");
        var writer = new Bench($"FromIPSummaryDump(in) -> ToDump(out{ending}, FORMAT {format})", files);
        writer.RunFor(Duration.Zero);
        writer.Close();
        files.Add("again", files.Bytes("out" + ending));
        var reader = new Bench(
            "FromDump(again, FORCE_IP true) "
            + "-> ToIPSummaryDump(text, HEADER false, FIELDS timestamp eth_src ip_src ip_len wire_len)",
            files);
        reader.RunFor(Duration.Zero);
        reader.Close();
        Assert.That(files.Text("text"), Is.EqualTo("1.000000001 01-02-03-04-05-06 1.2.3.4 2000 54\n"));
    }

    [Test]
    public void Replacement_GoesOnInTheSameFile_AndAFailedOneLeavesIt()
    {
        var files = new FakeFiles();
        var bench = new Bench("in :: TestSource -> d :: ToDump(out)", files);
        bench.Send("01");
        Assert.That(
            () => bench.Router.PrepareReplacement("in :: TestSource -> d :: ToDump(out); ToDump(/nowhere/x) <- ", "config"),
            Throws.InstanceOf<RouterConfigurationException>());
        RouterGraph abandoned = bench.Router.PrepareReplacement("in :: TestSource -> d :: ToDump(out)", "config");
        abandoned.Close();
        bench.Send("02");
        RouterGraph fresh = bench.Router.PrepareReplacement("in :: TestSource -> d :: ToDump(out)", "config");
        fresh.TakeOver(bench.Router);
        fresh.Find<TestSource>("in")!.Send([3]);
        Assert.That(fresh.ReadHandler("d.count").Trim(), Is.EqualTo("3"));
        fresh.Close();
        long frameBytes = 16 + 1;
        Assert.That(files.Bytes("out"), Has.Length.EqualTo(24 + (3 * frameBytes)));
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }

    [TestCase("FromDump(gone) -> Discard", "gone: No such file or directory")]
    [TestCase("FromDump(text) -> Discard", "text: not a tcpdump file (too short)")]
    [TestCase(
        "FromDump(dump, START 1, START_AFTER 1) -> Discard", "START and START_AFTER are mutually exclusive")]
    [TestCase(
        "FromDump(dump, END 1, INTERVAL 1) -> Discard",
        "END, END_AFTER, and INTERVAL are mutually exclusive")]
    [TestCase("FromDump(dump, FILEPOS 9999) -> Discard", "FILEPOS out of range")]
    [TestCase("Idle -> ToDump(x, ENCAP WOOD)", "bad encapsulation type")]
    [TestCase("Idle -> ToDump(x, FORMAT WOOD)", "bad FORMAT; should be 'PCAP' or 'PCAPNG'")]
    [TestCase("i :: Idle -> ToDump(x, USE_ENCAP_FROM i)", "'i :: Idle' has no 'encap' read handler")]
    public void Mistakes_OfConfiguration(string text, string error) => Assert.That(
        () => new Bench(text, Dump().Add("text", "hello")), Throws.Exception.With.Message.Contains(error));

    private static FakeFiles Dump()
    {
        FakeFiles files = new FakeFiles().Add("in", Summary);
        var bench = new Bench("f :: FromIPSummaryDump(in) -> ToDump(dump, USE_ENCAP_FROM f)", files);
        bench.RunFor(Duration.Zero);
        bench.Close();
        return files.Add("dump", files.Bytes("dump"));
    }

    private static string Identifications(Bench bench, string sink) => string.Join(
        ' ', bench.Sink(sink).Hex.Select(hex => Convert.FromHexString(hex)[5]));
}
