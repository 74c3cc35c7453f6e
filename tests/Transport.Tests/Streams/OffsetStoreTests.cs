using Xia.Kernel.Randomness;
using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

internal sealed class OffsetStoreTests
{
    [Test]
    public void OffsetRing_RandomWrites_ReadsBackWhatAnArrayHolds([Range(1, 10)] int seed)
    {
        RandomStream random = new RandomRoot((ulong)seed).Stream("ring");
        var ring = new OffsetRing();
        byte[] model = new byte[300_000];
        bool[] isWritten = new bool[model.Length];
        long keepFrom = 0;
        for (int i = 0; i < 2000; i++)
        {
            int offset = (int)Math.Min(keepFrom + random.NextInt32(20_000), model.Length - 1);
            byte[] bytes = new byte[Math.Min(random.NextInt32(3000), model.Length - offset)];
            random.NextBytes(bytes);
            ring.Write(keepFrom, offset, bytes);
            bytes.CopyTo(model, offset);
            isWritten.AsSpan(offset, bytes.Length).Fill(true);
            keepFrom = Math.Min(keepFrom + random.NextInt32(250), model.Length - 1);
            byte[] one = new byte[1];
            for (int probe = 0; probe < 20; probe++)
            {
                int at = (int)Math.Min(keepFrom + random.NextInt32(20_000), model.Length - 1);
                if (isWritten[at])
                {
                    ring.Read(at, one);
                    Assert.That(one[0], Is.EqualTo(model[at]), $"seed {seed}, offset {at}");
                }
            }
        }
    }

    [Test]
    public void OffsetRanges_RandomOperations_AgreeWithASet([Range(1, 20)] int seed)
    {
        RandomStream random = new RandomRoot((ulong)seed).Stream("ranges");
        var ranges = new OffsetRanges(6);
        var model = new HashSet<long>();
        long next = 0;
        for (int i = 0; i < 3000; i++)
        {
            if (random.NextInt32(4) != 0)
            {
                long start = next + 1 + random.NextInt32(100);
                long end = start + 1 + random.NextInt32(15);
                if (ranges.TryAdd(start, end))
                {
                    model.UnionWith(Sequence(start, end));
                }
                else
                {
                    Assert.That(ranges.Count, Is.EqualTo(6), $"seed {seed}: refused below the bound");
                }
            }
            else
            {
                long reached = ranges.Absorb(next += random.NextInt32(30));
                while (model.Contains(next))
                {
                    next++;
                }

                Assert.That(reached, Is.EqualTo(next), $"seed {seed}");
                model.RemoveWhere(offset => offset < next);
            }

            var held = Enumerable.Range(0, ranges.Count).SelectMany(
                k => Sequence(ranges[k].Start, ranges[k].End));
            Assert.That(held, Is.EqualTo(model.Order()), $"seed {seed}");
        }
    }

    private static IEnumerable<long> Sequence(long start, long end)
    {
        for (long offset = start; offset < end; offset++)
        {
            yield return offset;
        }
    }
}
