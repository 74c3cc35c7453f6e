using Xia.Internet.Routing;
using Xia.Internet.Wire;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Xia.Internet.Tests.Routing;

internal sealed class RouteTableTests
{
    [Test]
    public void TryLookup_NestedPrefixes_LongestWins()
    {
        var table = new RouteTable();
        string[] prefixes = ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/23", "10.1.2.3/32"];
        for (int port = 0; port < prefixes.Length; port++)
        {
            Assert.That(
                table.TryAdd(IpPrefix.Parse(prefixes[port]), new Route(IpAddress.Any, port)), Is.True);
        }

        Assert.Multiple(() =>
        {
            Assert.That(PortOf(table, "11.0.0.1"), Is.EqualTo(0));
            Assert.That(PortOf(table, "10.2.0.1"), Is.EqualTo(1));
            Assert.That(PortOf(table, "10.1.4.1"), Is.EqualTo(2));
            Assert.That(PortOf(table, "10.1.3.1"), Is.EqualTo(3));
            Assert.That(PortOf(table, "10.1.2.3"), Is.EqualTo(4));
        });
    }

    [Test]
    public void TryAdd_SamePrefixAgain_KeepsTheFirst()
    {
        var table = new RouteTable();
        var prefix = IpPrefix.Parse("10.0.0.0/8");
        table.TryAdd(prefix, new Route(IpAddress.Any, 1));
        Assert.That(table.TryAdd(prefix, new Route(IpAddress.Any, 2)), Is.False);
        Assert.That(PortOf(table, "10.0.0.1"), Is.EqualTo(1));
        Assert.That(table.TrySet(prefix, new Route(IpAddress.Any, 2)), Is.True);
        Assert.That(PortOf(table, "10.0.0.1"), Is.EqualTo(2));
    }

    [Test]
    public void TryAdd_AtTheBound_Refuses()
    {
        var table = new RouteTable(2);
        Assert.That(table.TryAdd(IpPrefix.Parse("10.0.0.0/8"), default), Is.True);
        Assert.That(table.TryAdd(IpPrefix.Parse("11.0.0.0/8"), default), Is.True);
        Assert.That(table.TryAdd(IpPrefix.Parse("12.0.0.0/8"), default), Is.False);
        Assert.That(table.TrySet(IpPrefix.Parse("11.0.0.0/8"), new Route(IpAddress.Any, 5)), Is.True);
        Assert.That(table.TryRemove(IpPrefix.Parse("10.0.0.0/8"), out _), Is.True);
        Assert.That(table.TryAdd(IpPrefix.Parse("12.0.0.0/8"), default), Is.True);
        Assert.That(table.Count, Is.EqualTo(2));
    }

    [Test]
    public void TryLookup_AnyAddress_AllocatesNothing()
    {
        var table = new RouteTable();
        table.TryAdd(IpPrefix.Parse("10.1.2.3/32"), default);
        table.TryLookup(IpAddress.Parse("10.1.2.3"), out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint i = 0; i < 1000; i++)
        {
            table.TryLookup(new IpAddress(0x0a01_0203 + i), out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Property(MaxTest = 60)]
    public void Operations_Random_AgreeWithALinearModel(uint[] numbers)
    {
        var table = new RouteTable();
        var model = new Dictionary<IpPrefix, Route>();
        foreach (uint number in numbers)
        {
            // Few distinct addresses and all lengths, so that prefixes nest and repeat.
            var prefix = new IpPrefix(new IpAddress((number & 0xc3) * 0x0101_0101), (int)(number >> 8) % 33);
            var route = new Route(new IpAddress(number), (int)(number % 7));
            switch (number % 3)
            {
                case 0:
                    Assert.That(table.TryAdd(prefix, route), Is.EqualTo(model.TryAdd(prefix, route)));
                    break;
                case 1:
                    table.TrySet(prefix, route);
                    model[prefix] = route;
                    break;
                default:
                    bool isRemoved = table.TryRemove(prefix, out Route removed);
                    Assert.That(isRemoved, Is.EqualTo(model.Remove(prefix, out Route expected)));
                    Assert.That(removed, Is.EqualTo(expected));
                    break;
            }

            foreach (uint probe in numbers.Append(number ^ 1).Append(number << 8))
            {
                var address = new IpAddress((probe & 0xc3) * 0x0101_0101 + (probe >> 28));
                bool isFound = table.TryLookup(address, out Route found);
                var best = model.Where(pair => pair.Key.Contains(address)).ToArray();
                Assert.That(isFound, Is.EqualTo(best.Length > 0));
                Route longest = best.OrderBy(pair => pair.Key.LengthBits).LastOrDefault().Value;
                Assert.That(found, Is.EqualTo(longest));
            }
        }

        Assert.That(table.Count, Is.EqualTo(model.Count));
        Assert.That(table.Routes.ToDictionary(r => r.Prefix, r => r.Route), Is.EquivalentTo(model));
    }

    private static int PortOf(RouteTable table, string address) =>
        table.TryLookup(IpAddress.Parse(address), out Route route) ? route.Port : -1;
}
