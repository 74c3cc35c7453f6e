using Xia.Kernel.Randomness;
using Xia.Overlay.Addresses;
using Xia.Overlay.Forwarding;
using Xia.Overlay.Identifiers;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.XiaElements;

/// <summary>The elements that forward XIP step by step, beside the forwarder that does it at once.</summary>
internal sealed class XiaStepTests
{
    [Test]
    public void Steps_OfRandomPackets_DoAsTheForwarderDoes([Values(1, 2, 3, 4)] int seed, [Values] bool isFast)
    {
        RandomStream random = new RandomRoot((ulong)seed).Stream("steps");
        Bench bench = new(isFast ? XiaSteps.Fast : XiaSteps.Plain);
        XidRoutes routes = new(5);
        DagForwarder forwarder = new(routes);
        int arrived = 0;
        byte[] packet = [];
        for (int step = 0; step < 3000; step++)
        {
            if (step % 20 == 0)
            {
                XiaSteps.Change(bench, routes, random);
            }

            packet = step > 0 && random.NextInt32(2) == 0 ? packet : XiaSteps.RandomPacket(random);
            byte[] expected = (byte[])packet.Clone();
            ForwardingDecision decision = forwarder.Forward(expected);
            string sinkName = decision.Verdict switch
            {
                ForwardingVerdict.Deliver => "here",
                ForwardingVerdict.Forward => $"port{decision.Port}",
                ForwardingVerdict.HopLimit => "late",
                _ => "none",
            };
            TestSink sink = bench.Sink(sinkName);
            int before = sink.Hex.Count;
            bench.Send(packet);
            string what = $"seed {seed}, step {step}, {sinkName}";
            Assert.That(sink.Hex, Has.Count.EqualTo(before + 1), what);
            if (decision.Verdict is ForwardingVerdict.Forward or ForwardingVerdict.Deliver)
            {
                arrived++;
                Assert.That(sink.Hex[^1], Is.EqualTo(Convert.ToHexString(expected)), what);
            }

            if (decision.Verdict == ForwardingVerdict.Forward)
            {
                Assert.That(sink.Annotations[^1].NextHop, Is.EqualTo(decision.NextHop), what);
            }
        }

        Assert.That(arrived, Is.GreaterThan(500), "The test reaches what it tests.");
        if (isFast)
        {
            Assert.That(int.Parse(bench.Read("fast.hits"), null), Is.GreaterThan(50));
        }

        bench.Close();
    }

    [Test]
    public void FastPath_AfterAChangeOfATable_AsksAgain()
    {
        Bench bench = new(XiaSteps.Fast);
        Xid ad = XiaSteps.Known[0];
        bench.Router.WriteHandler("rt.set", $"{ad} 0");
        byte[] packet = XiaSteps.PacketTo(DagAddress.Path(ad));
        bench.Send(packet);
        bench.Send(packet);
        Assert.That((bench.Read("fast.hits"), bench.Sink("port0").Hex.Count), Is.EqualTo(("1", 2)));
        bench.Router.WriteHandler("rt.set", $"{ad} 1");
        bench.Send(packet);
        bench.Send(packet);
        Assert.That((bench.Read("fast.hits"), bench.Sink("port1").Hex.Count), Is.EqualTo(("2", 2)));
        bench.Router.WriteHandler("rt.enabled", "false");
        bench.Send(packet);
        Assert.That(bench.Sink("none").Hex, Has.Count.EqualTo(1));
        bench.Router.WriteHandler("rt.enabled", "true");
        bench.Router.WriteHandler("rt.remove", ad.ToString());
        bench.Router.WriteHandler("rt.set", "- 2");
        bench.Send(packet);
        Assert.That(bench.Sink("port2").Hex, Has.Count.EqualTo(1));
        bench.Close();
    }

    [Test]
    public void FastPath_WithoutATable_IsRefused() => Assert.That(
        Bench.ErrorOf(XiaSteps.Fast.Replace("rt, other", "rt, nobody", StringComparison.Ordinal)),
        Does.Contain("'nobody' is not an XIAXIDRouteTable"));

    [Test]
    public void RouteTable_Handlers_ListWhatWasSet()
    {
        Bench bench = new(XiaSteps.Plain);
        Xid ad = XiaSteps.Known[0];
        bench.Router.WriteHandler("rt.add", $"{ad} 1 {XiaSteps.Known[1]}");
        bench.Router.WriteHandler("rt.set", "AD:- -2");
        Assert.Multiple(() =>
        {
            Assert.That(
                bench.Read("rt.list"),
                Is.EqualTo($"{ad} 1 {XiaSteps.Known[1]}\nAD:- local\n- fallback"));
            Assert.That(
                () => bench.Router.WriteHandler("rt.add", $"{ad} 2"), Throws.Exception.Message.Contains("already"));
            Assert.That(
                () => bench.Router.WriteHandler("rt.set", $"{ad} 128"), Throws.Exception.Message.Contains("expected"));
        });
        bench.Router.WriteHandler("rt.generate", "AD 5000 2");
        Assert.That(bench.Read("rt.count"), Is.EqualTo("5000"));
        bench.Send(XiaSteps.PacketTo(DagAddress.Path(XidSequence.At(XidType.Ad, 4999))));
        Assert.That(bench.Sink("port2").Hex, Has.Count.EqualTo(1));
        bench.Close();
    }

    [Test]
    public void PaintSwitch_Broadcast_ReachesEveryPortAndOthersAreDropped()
    {
        Bench bench = new("""
            in :: TestSource -> p :: XIAPaint(-4) -> sw :: XIAPaintSwitch;
            sw[0] -> a :: TestSink; sw[1] -> b :: TestSink;
            """);
        bench.Send("01");
        bench.Router.WriteHandler("p.color", "1");
        bench.Send("02");
        bench.Router.WriteHandler("p.color", "-1");
        bench.Send("03");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Sink("a").Hex, Is.EqualTo(new[] { "01" }));
            Assert.That(bench.Sink("b").Hex, Is.EqualTo(new[] { "01", "02" }));
            Assert.That(bench.Read("sw.drops"), Is.EqualTo("1"));
        });
        bench.Close();
    }

    [Test]
    public void Randomize_DrawsKnownIdentifiers_ThatTheTableHolds()
    {
        string zeros = new('0', 40);
        Bench bench = new($$"""
            in :: TestSource -> XIAEncap(RE AD:{{new string('1', 40)}}, DAG 1 0 - 0x01:{{zeros}} 1 - 0x02:{{zeros}})
            -> XIARandomize(AD, 100) -> count :: XIAXIDTypeCounter(src HID, dst AD, -)
            -> XIASelectPath(first) -> rt :: XIAXIDRouteTable;
            Idle -> next :: XIASelectPath(next); rt[2] -> next; next[0] -> [0] rt2 :: XIAXIDRouteTable;
            rt[0] -> bad :: TestSink; rt[1] -> bad; rt2[0] -> out :: TestSink; rt2[1] -> bad; rt2[2] -> bad; next[1] -> bad;
            """.Replace("XIASelectPath(first) ->", "first :: XIASelectPath(first) ->", StringComparison.Ordinal)
            + "first[1] -> bad;");
        bench.Router.WriteHandler("rt2.generate", "AD 100 0");
        bench.Router.WriteHandler("rt.generate", "AD 100 0");
        var seen = new HashSet<string>();
        for (int i = 0; i < 200; i++)
        {
            bench.Send("aabb");
            seen.Add(bench.Out.Hex[^1]);
        }

        Assert.Multiple(() =>
        {
            Assert.That(bench.Sink("bad").Hex, Is.Empty);
            Assert.That(seen, Has.Count.InRange(20, 100), "A destination always has the same address.");
            Assert.That(bench.Read("count.count"), Is.EqualTo("0\tsrc HID\n200\tdst AD\n0\t-"));
        });
        bench.Close();
    }

    [Test]
    public void OverInternet_ThereAndBack_GivesTheSamePacket()
    {
        Bench bench = new("""
            in :: TestSource -> XIAIPEncap(10.0.0.1) -> t :: Tee; t[0] -> wire :: TestSink;
            t[1] -> d :: XIAIPDecap -> out :: TestSink; d[1] -> other :: TestSink;
            """);
        byte[] packet = XiaSteps.PacketTo(DagAddress.Path(XiaSteps.Known[0]));
        byte[] id = new byte[20];
        id[16] = 192;
        id[18] = 2;
        id[19] = 7;
        bench.Send(packet, made => made.Annotations.NextHop = new Xid((XidType)0x14, id));
        bench.Send(packet);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Hex, Is.EqualTo(new[] { Convert.ToHexString(packet) }));
            Assert.That(bench.Sink("wire").Hex[0], Does.StartWith("45").And.Contains("0A000001C0000207" + "35D535D5"));
            Assert.That(bench.Sink("other").Hex, Is.Empty);
        });
        bench.Close();
    }

    [Test]
    public void Elements_OnArbitraryBytes_NeitherThrowNorLose([Values(7, 8)] int seed)
    {
        RandomStream random = new RandomRoot((ulong)seed).Stream("fuzz");
        Bench bench = new(XiaSteps.Fast);
        bench.Router.WriteHandler("rt.set", "AD:- 0");
        bench.Router.WriteHandler("other.set", "- -2");
        for (int round = 0; round < 5000; round++)
        {
            byte[] packet = random.NextInt32(2) == 0 ? XiaSteps.RandomPacket(random) : new byte[random.NextInt32(120)];
            if (packet.Length > 0)
            {
                random.NextBytes(packet.AsSpan(random.NextInt32(packet.Length)));
                if (packet.Length > 8 && random.NextInt32(2) == 0)
                {
                    packet[5] = (byte)random.NextInt32(4);
                }
            }

            bench.Send(packet);
        }

        int all = new[] { "none", "here", "late", "port0", "port1", "port2" }.Sum(name => bench.Sink(name).Hex.Count);
        Assert.That(all, Is.EqualTo(5000), $"seed {seed}");
        bench.Close();
    }
}
