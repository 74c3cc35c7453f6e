using Xia.Kernel.Time;
using Xia.Router.Language;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements;

internal sealed class StandardTests
{
    [Test]
    public void Idle_DiscardsAndGivesNothing()
    {
        var bench = new Bench("in :: TestSource -> Idle; Idle -> Unqueue -> out :: TestSink");
        bench.Send("01");
        bench.RunFor(Duration.FromSeconds(1));
        Assert.That(bench.Out.Hex, Is.Empty);
        bench.Close();
    }

    [Test]
    public void Discard_CountsWhatIsPushedAndPulled()
    {
        var bench = new Bench("in :: TestSource -> t :: Tee -> d :: Discard; t[1] -> Queue -> e :: Discard");
        bench.Send("01");
        bench.Send("02");
        bench.RunFor(Duration.Zero);
        Assert.That((bench.Read("d.count"), bench.Read("e.count")), Is.EqualTo(("2", "2")));
        bench.Close();
    }

    [Test]
    public void Null_PassesBothWays()
    {
        var bench = new Bench("in :: TestSource -> Null -> Queue -> Null -> Unqueue -> out :: TestSink");
        bench.Send("0102");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "0102" }));
        bench.Close();
    }

    [Test]
    public void Counter_CountsExactlyAndKnowsItsRate()
    {
        var bench = new Bench("RatedSource(DATA ab, RATE 100, LIMIT 250) -> c :: Counter -> Discard");
        bench.RunUntil(new Instant(2_000_000_000));
        Assert.Multiple(() =>
        {
            Assert.That(bench.Read("c.count"), Is.EqualTo("201"));
            Assert.That(bench.Read("c.byte_count"), Is.EqualTo("402"));
            Assert.That(int.Parse(bench.Read("c.rate")), Is.InRange(95, 105));
        });
        bench.RunUntil(new Instant(10_000_000_000));
        Assert.That((bench.Read("c.count"), bench.Read("c.rate")), Is.EqualTo(("250", "0")));
        bench.Router.WriteHandler("c.reset_counts", "");
        Assert.That(bench.Read("c.count"), Is.EqualTo("0"));
        bench.Close();
    }

    [Test]
    public void Tee_CopiesToAll_WithoutSharingWrites()
    {
        var bench = new Bench(
            "in :: TestSource -> t :: Tee -> a :: TestSink; t[1] -> EtherEncap(0x800, 02:00:00:00:00:01, "
            + "02:00:00:00:00:02) -> b :: TestSink; t[2] -> out :: TestSink");
        bench.Send("AABB");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Sink("a").Hex, Is.EqualTo(new[] { "AABB" }));
            Assert.That(bench.Sink("b").Hex, Is.EqualTo(new[] { "0200000000020200000000010800AABB" }));
            Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "AABB" }));
        });
        bench.Close();
    }

    [Test]
    public void Queue_KeepsOrder_DropsWhenFull_Counts()
    {
        var bench = new Bench(
            "in :: TestSource -> q :: Queue(3) -> u :: Unqueue(ACTIVE false) -> out :: TestSink");
        foreach (string hex in new[] { "01", "02", "03", "04" })
        {
            bench.Send(hex);
        }

        Assert.Multiple(() =>
        {
            Assert.That(bench.Read("q.length"), Is.EqualTo("3"));
            Assert.That(bench.Read("q.drops"), Is.EqualTo("1"));
            Assert.That(bench.Read("q.highwater_length"), Is.EqualTo("3"));
            Assert.That(bench.Read("q.capacity"), Is.EqualTo("3"));
        });
        bench.Router.WriteHandler("u.active", "true");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "01", "02", "03" }));
        bench.Send("05");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(4));
        bench.Router.WriteHandler("u.active", "false");
        bench.Send("06");
        bench.Router.WriteHandler("q.reset", "");
        Assert.That(bench.Read("q.length"), Is.EqualTo("0"));
        bench.Send("07");
        bench.Close();
    }

    [Test]
    public void Unqueue_SleepsOnAnEmptyQueue_AndObeysLimit()
    {
        var bench = new Bench(
            "in :: TestSource -> Queue -> Null -> u :: Unqueue(BURST 2, LIMIT 3) -> out :: TestSink");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Router.NextRun, Is.Null);
        for (int index = 0; index < 5; index++)
        {
            bench.Send("01");
        }

        Assert.That(bench.Router.Run(bench.Now, 1), Is.EqualTo(1));
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(2));
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(3));
        Assert.That(bench.Read("u.count"), Is.EqualTo("3"));
        bench.Close();
    }

    [Test]
    public void PaintFamily_ColoursAndSorts()
    {
        var bench = new Bench("in :: TestSource -> p :: Paint(2) -> s :: PaintSwitch; s[0], s[1] -> Discard; "
            + "s[2] -> c :: CheckPaint(2) -> out :: TestSink; c[1] -> d :: CheckPaint(5) -> a :: TestSink");
        bench.Send("01");
        Assert.That(bench.Out.Annotations[0].Paint, Is.EqualTo(2));
        bench.Router.WriteHandler("p.color", "7");
        bench.Send("02");
        Assert.That((bench.Out.Hex.Count, bench.Sink("a").Hex.Count), Is.EqualTo((1, 0)));
        bench.Close();
    }

    [Test]
    public void CheckPaint_OtherColours_LeaveAtOutput1()
    {
        var bench = new Bench(
            "in :: TestSource -> Paint(4) -> c :: CheckPaint(2) -> out :: TestSink; c[1] -> a :: TestSink");
        bench.Send("01");
        Assert.That((bench.Out.Hex.Count, bench.Sink("a").Hex.Count), Is.EqualTo((0, 1)));
        bench.Close();
    }

    [Test]
    public void StripAndUnstrip_MoveTheFront()
    {
        var bench = new Bench(
            "in :: TestSource -> s :: Strip(2) -> t :: Tee -> out :: TestSink; t[1] -> Unstrip(1) -> a :: "
            + "TestSink");
        bench.Send("0102 0304");
        bench.Send("01");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "0304" }));
            Assert.That(bench.Sink("a").Hex, Is.EqualTo(new[] { "020304" }));
            Assert.That(bench.Read("s.drops"), Is.EqualTo("1"));
        });
        bench.Close();
    }

    [TestCase("Switch")]
    [TestCase("StaticSwitch")]
    public void Switches_ChooseAnOutput(string type)
    {
        var bench = new Bench(
            $"in :: TestSource -> s :: {type}(1) -> a :: TestSink; s[1] -> out :: TestSink");
        bench.Send("01");
        Assert.That((bench.Sink("a").Hex.Count, bench.Out.Hex.Count), Is.EqualTo((0, 1)));
        if (type == "Switch")
        {
            bench.Router.WriteHandler("s.switch", "0");
            bench.Send("02");
            bench.Router.WriteHandler("s.switch", "-1");
            bench.Send("03");
            Assert.That((bench.Sink("a").Hex.Count, bench.Out.Hex.Count), Is.EqualTo((1, 1)));
            Assert.That(bench.Read("s.switch"), Is.EqualTo("-1"));
        }

        bench.Close();
    }

    [TestCase("12/0806 20/0001", "0011223344550011223344550806000108000604000105", 0)]
    [TestCase("12/0806 20/0001", "0011223344550011223344550806000108000604000205", 1)]
    [TestCase("0/0?%f0", "0f", 0)]
    [TestCase("0/12%f0", "1f", 0)]
    [TestCase("0/12%f0", "2f", 1)]
    [TestCase("!0/11", "12", 0)]
    [TestCase("!0/11", "11", 1)]
    [TestCase("!5/11", "00", 0)]
    [TestCase("0/0102030405060708090a", "0102030405060708090a", 0)]
    [TestCase("0/0102030405060708090a", "0102030405060708090b", 1)]
    [TestCase("0/0102", "01", 1)]
    public void Classifier_Patterns(string pattern, string hex, int output)
    {
        var bench = new Bench(
            $"in :: TestSource -> c :: Classifier({pattern}, -) -> o0 :: TestSink; c[1] -> o1 :: TestSink");
        bench.Send(hex);
        Assert.That(bench.Sink("o" + output).Hex, Has.Count.EqualTo(1));
        bench.Close();
    }

    [Test]
    public void Classifier_NoFit_Drops()
    {
        var bench = new Bench("in :: TestSource -> c :: Classifier(0/01) -> out :: TestSink");
        bench.Send("02");
        Assert.That(bench.Out.Hex, Is.Empty);
        bench.Close();
    }

    [TestCase("Classifier(0/123, -)", "pattern 0: value has odd number of hex digits")]
    [TestCase("Classifier(-)", "need 2 arguments, one per output port")]
    [TestCase("Classifier(x, -)", "pattern 0: expected a digit")]
    public void Classifier_Mistakes(string element, string error) => Assert.That(
        Bench.ErrorOf(
            $"TestSource -> c :: {element}; c[0] -> Discard; c[1] -> Discard"), Does.Contain(error));

    [Test]
    public void InfiniteSource_StopsAtItsLimit_AndWaitsForRoom()
    {
        var bench = new Bench(
            "s :: InfiniteSource(LIMIT 10, BURST 3, LENGTH 4) -> q :: Queue(4) -> u :: Unqueue(ACTIVE "
            + "false) -> out :: TestSink");
        bench.RunFor(Duration.Zero);
        Assert.That(
            (bench.Read("s.count"), bench.Read("q.drops")), Is.EqualTo(("6", "2")), "A burst is not cut.");
        bench.Router.WriteHandler("u.active", "true");
        bench.RunFor(Duration.Zero);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Hex, Has.Count.EqualTo(10 - int.Parse(bench.Read("q.drops"))));
            Assert.That(bench.Out.Hex[0], Is.EqualTo("52616E64"));
            Assert.That(bench.Read("s.count"), Is.EqualTo("10"));
        });
        bench.Close();
    }

    [Test]
    public void RatedSource_KeepsExactTime()
    {
        var bench = new Bench("s :: RatedSource(DATA \\<0a>, RATE 3, LIMIT 7) -> out :: TestSink");
        bench.RunUntil(new Instant(10_000_000_000));
        Assert.That(
            bench.Out.Annotations.Select(a => a.Timestamp.Nanoseconds),
            Is.EqualTo(Enumerable.Range(0, 7).Select(number => number * 1_000_000_000L / 3)));
        Assert.That(bench.Out.Hex[0], Is.EqualTo("0A"));
        bench.Close();
    }

    [Test]
    public void Devices_CarryFramesBothWays()
    {
        var eth0 = new FakeDevice("eth0", default);
        var bench = new Bench(
            "f :: FromDevice(eth0) -> out :: TestSink; in :: TestSource -> t :: ToDevice(eth0)",
            null,
            eth0);
        eth0.Receiver!.OnReceive(bench.Pool.Take([1, 2]), new Instant(77));
        bench.Send("0304");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Annotations[0].Timestamp, Is.EqualTo(new Instant(77)));
            Assert.That(bench.Router.Now, Is.EqualTo(new Instant(77)));
            Assert.That(eth0.Sent[0], Is.EqualTo(new byte[] { 3, 4 }));
            Assert.That((bench.Read("f.count"), bench.Read("t.byte_count")), Is.EqualTo(("1", "2")));
        });
        bench.Close();
        Assert.That(eth0.Receiver, Is.Null);
    }

    [Test]
    public void ToDevice_WithAQueue_WaitsForTheDevice()
    {
        var eth0 = new FakeDevice("eth0", default) { CanTransmit = false };
        var bench = new Bench("in :: TestSource -> Queue -> ToDevice(eth0)", null, eth0);
        bench.Send("01");
        bench.Send("02");
        bench.RunFor(Duration.Zero);
        Assert.That(eth0.Sent, Is.Empty);
        eth0.CanTransmit = true;
        eth0.Receiver!.OnTransmitReady(Instant.Zero);
        bench.RunFor(Duration.Zero);
        Assert.That(eth0.Sent, Has.Count.EqualTo(2));
        bench.Send("03");
        bench.RunFor(Duration.Zero);
        Assert.That(eth0.Sent, Has.Count.EqualTo(3));
        bench.Close();
    }

    [Test]
    public void Devices_ThatAreMissing_MayBeAllowed()
    {
        var bench = new Bench(
            "FromDevice(x, ALLOW_NONEXISTENT true) -> out :: TestSink; in :: TestSource -> t :: "
            + "ToDevice(x, ALLOW_NONEXISTENT true)");
        bench.Send("01");
        Assert.That(bench.Read("t.drops"), Is.EqualTo("1"));
        bench.Close();
    }

    [Test]
    public void FromDevice_TwiceForOneDevice_IsAnError()
    {
        var eth0 = new FakeDevice("eth0", default);
        RouterConfigurationException error = Assert.Throws<RouterConfigurationException>(
            () => new Bench("FromDevice(eth0) -> Discard; FromDevice(eth0) -> Discard", null, eth0))!;
        Assert.That(error.Message, Does.Contain("duplicate FromDevice for 'eth0'"));
    }

    [Test]
    public void Batches_CrossSimpleElementsTogether()
    {
        var bench = new Bench("in :: TestSource -> c :: Counter -> Strip(1) -> out :: TestSink");
        PacketBatch batch = default;
        batch.Append(bench.Pool.Take([1, 2]));
        batch.Append(bench.Pool.Take([]));
        batch.Append(bench.Pool.Take([3, 4]));
        bench.Router.Find<Xia.Router.Graph.Element>("c")!.PushBatch(0, batch);
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "02", "04" }));
        Assert.That(bench.Read("c.count"), Is.EqualTo("3"));
        bench.Close();
    }
}
