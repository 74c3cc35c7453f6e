using Xia.Kernel.Randomness;
using Xia.Overlay.Addresses;
using Xia.Overlay.Forwarding;
using Xia.Overlay.Identifiers;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.XiaElements;

/// <summary>Batches longer than what the flow cache and the route tables look ahead.</summary>
internal sealed class FastPathBatchTests
{
    private static readonly string[] Sinks = ["none", "here", "late", "port0", "port1", "port2"];

    [Test]
    public void PushBatch_OfKnownAndUnknown_IsAsOneByOne(
        [Values(1, 2)] int seed, [Values(64, 65, 256, 400)] int count, [Values(8, 64)] int capacity)
    {
        string graph = XiaSteps.Fast.Replace("CAPACITY 8", $"CAPACITY {capacity}", StringComparison.Ordinal);
        Bench single = new(graph);
        Bench batched = new(graph);
        RandomRoot root = new((ulong)seed);
        RandomStream random = root.Stream("packets");
        RandomStream changes = root.Stream("changes");
        RandomStream sameChanges = root.Stream("changes");
        XidRoutes routes = new(5);
        XidRoutes sameRoutes = new(5);
        byte[][] pool = [.. Enumerable.Range(0, 40).Select(_ => XiaSteps.RandomPacket(random))];
        for (int round = 0; round < 20; round++)
        {
            for (int change = random.NextInt32(5); change > 0; change--)
            {
                XiaSteps.Change(single, routes, changes);
                XiaSteps.Change(batched, sameRoutes, sameChanges);
            }

            byte[][] packets = new byte[count][];
            foreach (ref byte[] packet in packets.AsSpan())
            {
                packet = random.NextInt32(8) == 0 ? XiaSteps.RandomPacket(random) : pool[random.NextInt32(40)];
                single.Send(packet);
            }

            batched.Router.Find<TestSource>("in")!.SendBatch(packets);
            string what = $"seed {seed}, round {round}";
            Assert.That(batched.Read("fast.hits"), Is.EqualTo(single.Read("fast.hits")), what);
            Assert.That(batched.Read("fast.misses"), Is.EqualTo(single.Read("fast.misses")), what);
            foreach (string name in Sinks)
            {
                TestSink expected = single.Sink(name);
                TestSink sink = batched.Sink(name);
                Assert.That(sink.Hex, Is.EqualTo(expected.Hex), $"{what}, {name}");
                Assert.That(
                    sink.Annotations.Select(each => each.NextHop),
                    Is.EqualTo(expected.Annotations.Select(each => each.NextHop)),
                    $"{what}, {name}");
            }
        }

        Assert.That(int.Parse(batched.Read("fast.hits"), null), Is.GreaterThan(count), "Some are known.");
        Assert.That(int.Parse(batched.Read("fast.misses"), null), Is.GreaterThan(count), "Some are not.");
        single.Close();
        batched.Close();
    }

    [TestCase(10)]
    [TestCase(64)]
    [TestCase(100)]
    [TestCase(299)]
    public void PushBatch_RouteChangesWhileAnUnknownOneIsDecided_HoldsForThoseBehindIt(int unknownAt)
    {
        string graph = XiaSteps.Fast.Replace("fast[1] ->", "fast[1] -> tap :: TestTap ->", StringComparison.Ordinal);
        Bench bench = new(graph, elements => elements.Add("TestTap", () => new TestTap()));
        Xid known = XiaSteps.Known[0];
        Xid other = XiaSteps.Known[2];
        bench.Router.WriteHandler("rt.set", $"{known} 0");
        bench.Router.WriteHandler("rt.set", $"{other} 2");
        byte[] packet = XiaSteps.PacketTo(DagAddress.Path(known));
        byte[] unknown = XiaSteps.PacketTo(DagAddress.Path(other));
        bench.Send(packet);
        bench.Router.Find<TestTap>("tap")!.OnPacket = passing =>
        {
            if (passing.Data.SequenceEqual(unknown))
            {
                bench.Router.WriteHandler("rt.set", $"{known} 1");
            }
        };

        byte[][] packets = [.. Enumerable.Repeat(packet, 300)];
        packets[unknownAt] = unknown;
        bench.Router.Find<TestSource>("in")!.SendBatch(packets);

        Assert.Multiple(() =>
        {
            Assert.That(bench.Sink("port0").Hex, Has.Count.EqualTo(1 + unknownAt));
            Assert.That(bench.Sink("port1").Hex, Has.Count.EqualTo(299 - unknownAt));
            Assert.That(bench.Sink("port2").Hex, Has.Count.EqualTo(1));
        });
        bench.Close();
    }

    [Test]
    public void RouteTable_MadeWhileABatchIsUnderWay_IsAsked()
    {
        Bench bench = new(
            """
            in :: TestSource -> s :: XIASelectPath(first); s[0] -> rt :: XIAXIDRouteTable; s[1] -> bad :: TestSink;
            rt[0] -> tap :: TestTap -> found :: TestSink; rt[1] -> bad; rt[2] -> missing :: TestSink;
            """,
            elements => elements.Add("TestTap", () => new TestTap()));
        Xid host = XiaSteps.Known[1];
        Xid ad = XiaSteps.Known[0];
        bench.Router.WriteHandler("rt.set", $"{host} 0");
        bench.Router.Find<TestTap>("tap")!.OnPacket = _ => bench.Router.WriteHandler("rt.set", $"{ad} 0");
        byte[] toHost = XiaSteps.PacketTo(DagAddress.Path(host));
        byte[] toAd = XiaSteps.PacketTo(DagAddress.Path(ad));
        byte[][] packets = [.. Enumerable.Range(0, 40).Select(number => number % 2 == 0 ? toHost : toAd)];

        bench.Router.Find<TestSource>("in")!.SendBatch(packets);

        // The first one behind the change is decided about before the change is made.
        Assert.That(bench.Sink("missing").Hex, Has.Count.EqualTo(1));
        Assert.That(bench.Sink("found").Hex, Has.Count.EqualTo(39));
        bench.Close();
    }
}
