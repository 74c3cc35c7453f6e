using Xia.Kernel.Randomness;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;
using Xia.Router.Elements.Xia;
using Xia.Router.Packets;

namespace Xia.Router.Tests.XiaElements;

/// <summary>What the flow cache keeps, and that it gives out nothing else.</summary>
internal sealed class FlowCacheTests
{
    private readonly PacketPool _pool = new();

    [TestCase(1, 4)]
    [TestCase(4, 4)]
    [TestCase(5, 8)]
    [TestCase(4096, 4096)]
    public void Capacity_IsAPowerOfTwoFromFourOn(int asked, int expected) =>
        Assert.That(new FlowCache(asked, 1).Capacity, Is.EqualTo(expected));

    [Test]
    public void Recall_OfAFullSet_KnowsTheFourUsedLast([Values(1, 2, 3)] int seed)
    {
        RandomStream random = new RandomRoot((ulong)seed).Stream("uses");
        FlowCache cache = new(4, (ulong)seed);
        Packet[] packets = [.. Enumerable.Range(0, 7).Select(number => PacketTo((uint)number))];
        List<int> lastUsed = [];
        for (int step = 0; step < 2000; step++)
        {
            int number = random.NextInt32(packets.Length);
            bool isKnown = lastUsed.Take(4).Contains(number);
            Assert.That(Recall(cache, packets[number], 1), Is.EqualTo(isKnown ? number : -1), $"step {step}");
            if (!isKnown)
            {
                Note(packets[number], number);
                cache.Remember(packets[number], 1);
            }

            lastUsed.Remove(number);
            lastUsed.Insert(0, number);
        }

        End(packets);
    }

    [Test]
    public void Recall_OfMany_GivesWhatWasRememberedOfTheSameKeyLast()
    {
        FlowCache cache = new(256, 3);
        RandomStream random = new RandomRoot(9).Stream("many");
        Packet[] packets = [.. Enumerable.Range(0, 1000).Select(number => PacketTo((uint)number))];
        int[] noted = new int[packets.Length];
        int known = 0;
        for (int step = 0; step < 50_000; step++)
        {
            int number = random.NextInt32(packets.Length);
            int found = Recall(cache, packets[number], 1);
            Assert.That(found, Is.EqualTo(-1).Or.EqualTo(noted[number]), $"step {step}");
            known += found >= 0 ? 1 : 0;
            if (found < 0 || random.NextInt32(8) == 0)
            {
                noted[number] = random.NextInt32(100);
                Note(packets[number], noted[number]);
                cache.Remember(packets[number], 1);
            }
        }

        Assert.That(known, Is.GreaterThan(5000), "A quarter of the destinations has room.");
        End(packets);
    }

    [Test]
    public void Recall_UnderAnotherVersion_KnowsNothing()
    {
        FlowCache cache = new(64, 3);
        Packet packet = PacketTo(5);
        Note(packet, 7);
        cache.Remember(packet, 1);
        Assert.That(Recall(cache, packet, 2), Is.EqualTo(-1));
        Assert.That(Recall(cache, packet, 1), Is.EqualTo(7));
        cache.Remember(packet, 2);
        Assert.That(Recall(cache, packet, 1), Is.EqualTo(-1));
        Assert.That(Recall(cache, packet, 2), Is.EqualTo(7));
        End(packet);
    }

    [Test]
    public void Recall_OfAKeyThatDiffersInOneByte_KnowsNothing()
    {
        FlowCache cache = new(4, 3);
        Packet packet = PacketTo(5);
        cache.Remember(packet, 1);
        int keyEnd = 8 + (3 * 28);
        for (int at = 5; at < keyEnd; at++)
        {
            Packet other = _pool.Take(packet.Data);
            other.WritableData()[at] ^= 0x80;
            Assert.That(Recall(cache, other, 1), Is.EqualTo(-1), $"byte {at}");
            End(other);
        }

        Packet beyond = _pool.Take(packet.Data);
        beyond.WritableData()[keyEnd] ^= 0x80;
        beyond.WritableData()[4] ^= 0x80;
        Assert.That(Recall(cache, beyond, 1), Is.Zero, "Hop limit and payload decide nothing.");
        End(packet, beyond);
    }

    private static int Recall(FlowCache cache, Packet packet, long version)
    {
        packet.Annotations = default;
        ulong hash = cache.HashOf(FlowCache.KeyOf(packet.Data));
        if (!cache.TryRecall(packet, hash, version))
        {
            return -1;
        }

        Assert.That(packet.Annotations.PathIndex, Is.EqualTo(packet.Annotations.Paint));
        return packet.Annotations.Paint;
    }

    private static void Note(Packet packet, int number)
    {
        packet.Annotations.Paint = (byte)number;
        packet.Annotations.PathIndex = (byte)number;
    }

    private Packet PacketTo(uint number) => _pool.Take(XiaSteps.PacketTo(DagAddress.Path(
        XidSequence.At(XidType.Ad, number), XidSequence.At(XidType.Hid, number), XidSequence.At(XidType.Sid, 1))));

    private static void End(params Packet[] packets)
    {
        foreach (Packet packet in packets)
        {
            packet.Kill();
        }
    }
}
