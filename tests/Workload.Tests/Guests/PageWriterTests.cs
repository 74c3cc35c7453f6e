using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Workload.Guests;
using Xia.Workload.Tests.Content;

namespace Xia.Workload.Tests.Guests;

internal sealed class PageWriterTests
{
    private static readonly PageWriterClass[] Classes =
    [
        new(8, 20_000, true, 8, WriteContent.Random),
        new(24, 1_500, false, 512, WriteContent.TextLike),
        new(32, 333, false, 4096, WriteContent.Template),
    ];

    [Test]
    public void OnTimeout_EvenClass_WritesExactlyAtItsRateToEachPageInTurn()
    {
        RecordingMemory memory = new(64);
        PageWriter writer = New(memory, 1, new PageWriterClass(30, 333, false, 64, WriteContent.Random));
        writer.OnTimeout(Seconds(10));
        int[] perPage = [.. Enumerable.Range(0, 30).Select(
            page => memory.Accesses.Count(access => access == (page, true)))];
        Assert.Multiple(() =>
        {
            Assert.That(writer.Writes, Is.EqualTo(3330));
            Assert.That(perPage, Is.All.EqualTo(111));
        });
    }

    [Test]
    public void OnTimeout_PoissonClass_HasMeanAndVarianceOfOne()
    {
        RecordingMemory memory = new(64);
        PageWriter writer = New(memory, 5, new PageWriterClass(64, 40_000, true, 8, WriteContent.Same));
        double[] counts = new double[2000];
        for (int tick = 0; tick < counts.Length; tick++)
        {
            long before = writer.Writes;
            writer.OnTimeout(Instant.Zero + (PageWriter.Tick * (tick + 1)));
            counts[tick] = writer.Writes - before;
        }

        double mean = counts.Average();
        double variance = counts.Select(count => (count - mean) * (count - mean)).Average();
        Assert.Multiple(() =>
        {
            Assert.That(mean, Is.EqualTo(40).Within(0.6));
            Assert.That(variance, Is.EqualTo(40).Within(5));
        });
    }

    [Test]
    public void OnTimeout_Classes_StayInTheirPages()
    {
        RecordingMemory memory = new(80);
        PageWriter writer = new(memory, 10, Classes, new RandomRoot(1).Stream("writer"));
        writer.OnTimeout(Seconds(1));
        Assert.Multiple(() =>
        {
            Assert.That(memory.Accesses.Select(access => access.Page), Is.All.InRange(10, 73));
            Assert.That(memory.Accesses.Count(access => access.IsWrite && access.Page is >= 18 and < 42),
                Is.EqualTo(1500));
        });
    }

    [TestCase(WriteContent.Zero, 0, 60)]
    [TestCase(WriteContent.Duplicate, 4000, 4200)]
    [TestCase(WriteContent.TextLike, 500, 1700)]
    [TestCase(WriteContent.Random, 4000, 4400)]
    public void OnTimeout_Content_CompressesAsItsNameSays(WriteContent content, int least, int most)
    {
        RecordingMemory memory = new(1);
        New(memory, 1, new PageWriterClass(1, 1000, false, 4096, content)).OnTimeout(Seconds(1));
        Assert.That(new RealDeflate().SizeOf(memory.BytesOf(0)), Is.InRange(least, most));
    }

    [Test]
    public void OnTimeout_Duplicate_GivesPagesWithEqualContent()
    {
        RecordingMemory memory = new(64);
        New(memory, 1, new PageWriterClass(64, 6400, false, 4096, WriteContent.Duplicate)).OnTimeout(
            Seconds(1));
        Assert.That(Enumerable.Range(0, 64).Select(
            page => Convert.ToHexString(memory.BytesOf(page)))
            .Distinct().Count(), Is.EqualTo(16));
    }

    [Test]
    public void OnTimeout_Counter_CountsItsWrites()
    {
        RecordingMemory memory = new(1);
        New(memory, 1, new PageWriterClass(1, 1000, false, 4096, WriteContent.Counter)).OnTimeout(Seconds(1));
        Assert.That(BitConverter.ToInt64(memory.BytesOf(0)), Is.EqualTo(1000));
    }

    [Test]
    public void OnTimeout_SameSeed_SameWrites()
    {
        Assert.That(Written(1).HasSameBytes(Written(1)));
        Assert.That(Written(1).HasSameBytes(Written(2)), Is.False, "another seed, other bytes");
    }

    [Test]
    public void Import_AnywhereEvenAtAFault_GoesOnAlike(
        [Values(1, 2, 37, 400)] int milliseconds, [Values] bool faults)
    {
        RecordingMemory stayed = new(64);
        PageWriter first = new(stayed, 0, Classes, new RandomRoot(1).Stream("writer"));
        first.OnTimeout(Instant.Zero + Duration.FromMilliseconds(milliseconds));
        if (faults)
        {
            stayed.Missing.UnionWith(Enumerable.Range(0, 64));
            first.OnTimeout(Seconds(1));
            Assert.That(first.WaitsForPage, Is.Not.Null);
        }

        stayed.Missing.Clear();
        RecordingMemory moved = new(64);
        moved.CopyFrom(stayed);
        PageWriter second = new(moved, 0, Classes, new RandomRoot(77).Stream("writer"));
        SavedState.Into(second, SavedState.Of(first));
        if (first.WaitsForPage is { } page)
        {
            first.OnPagePresent(page, Seconds(1));
        }

        first.OnTimeout(Seconds(1));
        second.OnTimeout(Seconds(1));
        Assert.That(moved.HasSameBytes(stayed));
        Assert.That(second.Writes, Is.EqualTo(first.Writes));
    }

    [Test]
    public void Import_Damaged_IsRefused()
    {
        RecordingMemory memory = new(64);
        byte[] state = SavedState.Of(new PageWriter(memory, 0, Classes, new RandomRoot(1).Stream("writer")));
        for (int length = 0; length < state.Length; length++)
        {
            PageWriter other = new(memory, 0, Classes, new RandomRoot(1).Stream("writer"));
            Assert.That(SavedState.IsRefused(other, state.AsSpan(0, length)), $"{length} bytes");
        }
    }

    private static RecordingMemory Written(ulong seed)
    {
        RecordingMemory memory = new(64);
        new PageWriter(memory, 0, Classes, new RandomRoot(seed).Stream("writer")).OnTimeout(Seconds(1));
        return memory;
    }

    private static PageWriter New(RecordingMemory memory, ulong seed, PageWriterClass one) =>
        new(memory, 0, [one], new RandomRoot(seed).Stream("writer"));

    private static Instant Seconds(long seconds) => Instant.Zero + Duration.FromSeconds(seconds);
}
