using Xia.Internet.Wire;
using Xia.Router.Graph.Handlers;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Ip.Routes;

internal sealed class IPRouteTableTests
{
    private static readonly string[] Changeable =
        ["RadixIPLookup", "DirectIPLookup", "RangeIPLookup", "LinearIPLookup", "SortedIPLookup"];

    [TestCaseSource(nameof(Changeable))]
    public void Routes_AreAddedSetRemovedAndFound(string element)
    {
        Bench bench = Table(element, "10.1.2.0/24 1.2.3.4 0, 10.0.0.0/8 1, 0/0 2");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Router.ReadHandler("r.lookup", "10.1.2.9"), Is.EqualTo("0 1.2.3.4"));
            Assert.That(bench.Router.ReadHandler("r.lookup", "10.1.3.9"), Is.EqualTo("1"));
            Assert.That(bench.Router.ReadHandler("r.lookup", "11.0.0.0"), Is.EqualTo("2"));
        });
        bench.Router.WriteHandler("r.remove", "0.0.0.0/0");
        bench.Router.WriteHandler("r.set", "10.1.2.0/24 - 2");
        bench.Router.WriteHandler("r.add", "10.1.2.9 1.1.1.1 1");
        Assert.Multiple(() =>
        {
            Assert.That(bench.Router.ReadHandler("r.lookup", "11.0.0.0"), Is.EqualTo("-1"));
            Assert.That(bench.Router.ReadHandler("r.lookup", "10.1.2.8"), Is.EqualTo("2"));
            Assert.That(bench.Router.ReadHandler("r.lookup", "10.1.2.9"), Is.EqualTo("1 1.1.1.1"));
            Assert.That(
                bench.Read("r.table").Split('\n').Order(),
                Is.EqualTo(new[]
                {
                    "10.0.0.0/8\t\t-\t\t1", "10.1.2.0/24\t\t-\t\t2", "10.1.2.9/32\t\t1.1.1.1\t\t1",
                }));
        });
        bench.Close();
    }

    [TestCase("add", "10.0.0.0/8 2", "conflict with existing route '10.0.0.0/8 - 1'")]
    [TestCase("add", "11.0.0.0/8 3", "bad OUTPUT")]
    [TestCase("add", "11.0.0.0/8", "expected 'ADDR/MASK [GATEWAY] OUTPUT'")]
    [TestCase("set", "11.0.0.0/8 1.2.3.4 5.6.7.8 1", "expected 'ADDR/MASK [GATEWAY] OUTPUT'")]
    [TestCase("remove", "11.0.0.0/8", "route '11.0.0.0/8 - -1' not found")]
    [TestCase("remove", "10.0.0.0/8 2", "route '10.0.0.0/8 - 2' not found")]
    [TestCase("remove", "10.0.0", "expected 'ADDR/MASK [GATEWAY OUTPUT]'")]
    [TestCase("ctrl", "drop 11.0.0.0/8", "bad command 'drop'")]
    public void Refusals_AreClicks(string handler, string text, string error)
    {
        Bench bench = Table("RadixIPLookup", "10.0.0.0/8 1");
        Assert.That(
            Assert.Throws<HandlerException>(() => bench.Router.WriteHandler($"r.{handler}", text))!.Message,
            Does.Contain(error));
        bench.Close();
    }

    [Test]
    public void Configuration_FirstOfEqualPrefixesHolds_WithAWarning()
    {
        Bench bench = Table("LinearIPLookup", "10.0.0.0/8 1, 10.0.0.0/8 2");
        Assert.That(bench.Router.ReadHandler("r.lookup", "10.0.0.0"), Is.EqualTo("1"));
        Assert.That(bench.Lines[^1], Is.EqualTo("  warning: 1 route replaced by later versions"));
        bench.Close();
        Assert.That(
            Bench.ErrorOf("TestSource -> RadixIPLookup(10.0.0.0/8, 10.0.0.0/8 7) -> Discard"),
            Does.Contain("argument 1 should be 'ADDR/MASK [GATEWAY] OUTPUT'")
                .And.Contain("argument 2 bad OUTPUT"));
    }

    [Test]
    public void Ctrl_DoesAllOrNothing()
    {
        Bench bench = Table("RadixIPLookup", "10.0.0.0/8 1");
        string before = bench.Router.ReadHandler("r.table");
        Assert.Throws<HandlerException>(() => bench.Router.WriteHandler(
            "r.ctrl", "add 11.0.0.0/8 1\nset 10.0.0.0/8 2\nremove 10.0.0.0/8\nadd 11.0.0.0/8 2"));
        Assert.That(bench.Router.ReadHandler("r.table"), Is.EqualTo(before));
        bench.Router.WriteHandler(
            "r.ctrl", "add 11.0.0.0/8 1 // a comment\n\n  set 10.0.0.0/8 2\nremove 11.0.0.0/8");
        Assert.That(bench.Router.ReadHandler("r.table"), Is.EqualTo("10.0.0.0/8\t\t-\t\t2\n"));
        bench.Router.WriteHandler("r.flush", "");
        Assert.That(bench.Router.ReadHandler("r.table"), Is.Empty);
        bench.Close();
    }

    [Test]
    public void StaticIPLookup_RoutesStay()
    {
        Bench bench = Table("StaticIPLookup", "10.0.0.0/8 1");
        Assert.Throws<HandlerException>(() => bench.Router.WriteHandler("r.add", "11.0.0.0/8 1"));
        Assert.That(bench.Router.ReadHandler("r.lookup", "10.0.0.0"), Is.EqualTo("1"));
        bench.Close();
    }

    [Test]
    public void Packets_GoByAnnotation_GatewayBecomesIt_MissesAreToldFiveTimes()
    {
        Bench bench = Table("RadixIPLookup", "10.0.0.0/8 1.2.3.4 1, 11.0.0.0/8 2");
        Send(bench, "10.5.5.5");
        Send(bench, "11.5.5.5");
        for (int count = 0; count < 7; count++)
        {
            Send(bench, "12.5.5.5");
        }

        Assert.Multiple(() =>
        {
            Assert.That(bench.Sink("o1").Annotations[0].DestinationIp, Is.EqualTo(0x01020304));
            Assert.That(bench.Sink("o2").Annotations[0].DestinationIp, Is.EqualTo(0x0b050505));
            Assert.That(bench.Lines, Is.EqualTo(
                Enumerable.Repeat("IPRouteTable: no route for 12.5.5.5", 5)));
        });
        bench.Close();
    }

    [Test]
    public void Random_AgreesWithASearchOfAllRoutes([Values(1, 2, 3)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var model = new Dictionary<IpPrefix, int>();
        Bench bench = Table("RadixIPLookup", "");
        for (int step = 0; step < 3000; step++)
        {
            IpPrefix prefix = RandomPrefix(random);
            if (random.Next(3) > 0)
            {
                int output = random.Next(3);
                model[prefix] = output;
                bench.Router.WriteHandler("r.set", $"{prefix} {output}");
            }
            else if (model.Remove(prefix))
            {
                bench.Router.WriteHandler("r.remove", $"{prefix}");
            }

            uint address = RandomAddress(random);
            int expected = model.Where(route => route.Key.Contains(new IpAddress(address)))
                .OrderByDescending(route => route.Key.LengthBits)
                .Select(route => route.Value).DefaultIfEmpty(-1).First();
            Assert.That(
                bench.Router.ReadHandler("r.lookup", new IpAddress(address).ToString()),
                Is.EqualTo($"{expected}"),
                $"seed {seed}, step {step}, {new IpAddress(address)}");
        }

        bench.Close();
    }

    private static Bench Table(string element, string routes) => new(
        $"in :: TestSource -> r :: {element}({routes}) -> out :: TestSink; "
        + "r[1] -> o1 :: TestSink; r[2] -> o2 :: TestSink");

    private static void Send(Bench bench, string destination) => bench.Send(
        "45", packet => packet.Annotations.DestinationIp = IpAddress.Parse(destination).Value);

    // Few bits vary, so that prefixes nest and addresses meet them.
    private static uint RandomAddress(Random random) =>
        (uint)random.NextInt64(1L << 32) & 0x03010103u;

    private static IpPrefix RandomPrefix(Random random) =>
        new(new IpAddress(RandomAddress(random)), random.Next(33));
}
