using System.Buffers.Binary;
using Xia.Kernel.Randomness;

namespace Xia.Kernel.Tests.Randomness;

public sealed class RandomStreamTests
{
    /// <summary>The first draws of the authors' C code (xoshiro256starstar.c) from the state 1, 2, 3, 4.</summary>
    [Test]
    public void NextUInt64_StateOfOneToFour_GivesTheKnownDraws()
    {
        byte[] state = new byte[32];
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(8 * i), (ulong)i + 1);
        }

        RandomStream stream = new(state);
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600,
            16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        Assert.That(Enumerable.Range(0, expected.Length).Select(_ => stream.NextUInt64()), Is.EqualTo(expected));
    }

    [Test]
    public void Constructor_AllZeroOrShort_Throws()
    {
        Assert.That(() => new RandomStream(new byte[32]), Throws.ArgumentException);
        Assert.That(() => new RandomStream(new byte[] { 1 }), Throws.ArgumentException);
    }

    [Test]
    public void NextUInt64_Bounded_IsUniform()
    {
        RandomStream stream = new RandomRoot(1).Stream("uniform");
        int[] counts = new int[7];
        for (int i = 0; i < 700_000; i++)
        {
            counts[stream.NextUInt64(7)]++;
        }

        // Chi square with 6 degrees of freedom: 22.5 is passed by one good generator of a thousand.
        double chiSquare = counts.Sum(count => Math.Pow(count - 100_000, 2) / 100_000);
        Assert.That(chiSquare, Is.LessThan(22.5));
    }

    [Test]
    public void NextUInt64_BoundJustAboveHalf_StaysBelowIt()
    {
        RandomStream stream = new RandomRoot(1).Stream("reject");
        const ulong bound = (1UL << 63) + 1;
        for (int i = 0; i < 1000; i++)
        {
            Assert.That(stream.NextUInt64(bound), Is.LessThan(bound));
        }
    }

    [Test]
    public void NextInt64_WholeRange_CoversBothSigns()
    {
        RandomStream stream = new RandomRoot(1).Stream("range");
        long[] draws = [.. Enumerable.Range(0, 100).Select(_ => stream.NextInt64(long.MinValue, long.MaxValue))];
        Assert.That(draws.Any(draw => draw < 0) && draws.Any(draw => draw > 0), Is.True);
        Assert.That(stream.NextInt64(5, 6), Is.EqualTo(5));
        Assert.That(() => stream.NextInt64(5, 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => stream.NextInt32(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => stream.NextUInt64(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void NextChance_NeverAndAlways_AreCertain()
    {
        RandomStream stream = new RandomRoot(1).Stream("chance");
        for (int i = 0; i < 1000; i++)
        {
            Assert.That(stream.NextChance(0), Is.False);
            Assert.That(stream.NextChance(1_000_000_000), Is.True);
        }
    }

    [Test]
    public void NextDouble_ManyDraws_AreInTheUnitIntervalAroundAHalf()
    {
        RandomStream stream = new RandomRoot(1).Stream("double");
        double[] draws = [.. Enumerable.Range(0, 100_000).Select(_ => stream.NextDouble())];
        Assert.That(draws.Min(), Is.InRange(0, 0.001));
        Assert.That(draws.Max(), Is.InRange(0.999, 1 - double.Epsilon));
        Assert.That(draws.Average(), Is.EqualTo(0.5).Within(0.005));
    }

    [TestCase(0)]
    [TestCase(7)]
    [TestCase(8)]
    [TestCase(13)]
    public void NextBytes_AnyLength_IsThePrefixOfTheWords(int lengthBytes)
    {
        byte[] bytes = new byte[lengthBytes];
        new RandomRoot(1).Stream("bytes").NextBytes(bytes);
        byte[] words = new byte[16];
        RandomStream stream = new RandomRoot(1).Stream("bytes");
        BinaryPrimitives.WriteUInt64LittleEndian(words, stream.NextUInt64());
        BinaryPrimitives.WriteUInt64LittleEndian(words.AsSpan(8), stream.NextUInt64());
        Assert.That(bytes, Is.EqualTo(words[..lengthBytes]));
    }

    [Test]
    public void Shuffle_ThreeItems_GivesEveryOrderEquallyOften()
    {
        RandomStream stream = new RandomRoot(1).Stream("shuffle");
        Dictionary<string, int> counts = [];
        for (int i = 0; i < 60_000; i++)
        {
            char[] items = ['a', 'b', 'c'];
            stream.Shuffle<char>(items);
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.That(counts, Has.Count.EqualTo(6));
        Assert.That(counts.Values, Has.All.InRange(9_500, 10_500));
    }
}
