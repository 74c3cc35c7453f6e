using Xia.Kernel.Randomness;
using Xia.Overlay.Forwarding;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Tests.Forwarding;

public sealed class XidRouteTableTests
{
    private static readonly Xid Hop = Xid.Derive(XidType.Hid, [99]);

    [Test]
    public void Lookup_Missing_IsTheDefault()
    {
        XidRouteTable table = new(XidType.Ad, seed: 1);
        Assert.That(table.Lookup(Key(1)), Is.EqualTo(Route.Fallback));

        table.Default = new Route(3, Hop);

        Assert.That(table.Lookup(Key(1)), Is.EqualTo(new Route(3, Hop)));
        Assert.That(table.TryGet(Key(1), out _), Is.False);
    }

    [Test]
    public void TrySet_Full_TakesReplacementsOnly()
    {
        XidRouteTable table = new(XidType.Ad, seed: 1, capacity: 2);

        Assert.That(table.TrySet(Key(1), new Route(1)), Is.True);
        Assert.That(table.TrySet(Key(2), new Route(2)), Is.True);
        Assert.That(table.TrySet(Key(3), new Route(3)), Is.False);
        Assert.That(table.TrySet(Key(2), new Route(4)), Is.True);
        Assert.That(table.Lookup(Key(2)).Port, Is.EqualTo(4));
    }

    [Test]
    public void TrySet_OtherType_IsAWrongCall() => Assert.That(
        () => new XidRouteTable(XidType.Ad, 1).TrySet(Hop, new Route(1)), Throws.ArgumentException);

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public bool Operations_Random_AgreeWithADictionary(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("routes");
        XidRouteTable table = new(XidType.Ad, seed);
        Dictionary<Xid, Route> model = [];
        for (int step = 0; step < 400; step++)
        {
            Xid key = Key(random.NextInt32(60));
            if (random.NextInt32(3) == 0)
            {
                if (table.Remove(key) != model.Remove(key))
                {
                    return false;
                }
            }
            else
            {
                Route route = new(random.NextInt32(9), random.NextInt32(2) == 0 ? default : Key(random.NextInt32(5)));
                table.TrySet(key, route);
                model[key] = route;
            }

            if (table.Count != model.Count || table.Lookup(key) != model.GetValueOrDefault(key, Route.Fallback))
            {
                return false;
            }
        }

        return table.ToSortedList().SequenceEqual(model.OrderBy(entry => entry.Key));
    }

    // Half full, so that runs of slots cross groups of tags and the table's end.
    [Test]
    public void Operations_OnALargeTable_AgreeWithADictionary([Values(1, 2, 3)] int seed)
    {
        RandomStream random = new RandomRoot((ulong)seed).Stream("routes");
        XidRouteTable table = new(XidType.Ad, (ulong)seed);
        Dictionary<Xid, Route> model = [];
        Xid[] keys = [.. Enumerable.Range(0, 4096).Select(number => XidSequence.At(XidType.Ad, (uint)number))];
        for (int step = 0; step < 60_000; step++)
        {
            Xid key = keys[random.NextInt32(keys.Length)];
            if (random.NextInt32(2) == 0 || model.Count == 2048)
            {
                Assert.That(table.Remove(key), Is.EqualTo(model.Remove(key)), $"seed {seed}, step {step}");
            }
            else
            {
                Route route = new(random.NextInt32(9));
                Assert.That(table.TrySet(key, route), Is.True, $"seed {seed}, step {step}");
                model[key] = route;
            }

            Xid asked = keys[random.NextInt32(keys.Length)];
            byte[] id = new byte[Xid.IdLengthBytes];
            asked.CopyIdTo(id);
            Route expected = model.GetValueOrDefault(asked, Route.Fallback);
            int port = table.LookupPort(id, table.HashOf(id), out _);
            Assert.That((table.Lookup(asked), port), Is.EqualTo((expected, expected.Port)), $"seed {seed}, step {step}");
        }

        Assert.That(model, Has.Count.GreaterThan(1900), "The table is large and well filled.");
        Assert.That(table.ToSortedList(), Is.EqualTo(model.OrderBy(entry => entry.Key)));
    }

    private static Xid Key(int number) => Xid.Derive(XidType.Ad, [(byte)number]);
}
