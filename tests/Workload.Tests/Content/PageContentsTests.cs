using Xia.Workload.Content;
using Xia.Workload.Tests.Traces;
using Xia.Workload.Traces;

namespace Xia.Workload.Tests.Content;

internal sealed class PageContentsTests
{
    private const int MostSharedPerTenThousand = 20;

    // Ticks of the file, and how many of them are within 5 %: changed, zpage, zdelta, xbzrle.
    [TestCase("idle-1.xpt2.gz", 1000, 999, 1000, 1000, 1000)]
    [TestCase("idle.1ms-1.xpt2.gz", 1000, 1000, 1000, 1000, 1000)]
    [TestCase("read-2.xpt2.gz", 500, 500, 500, 500, 500)]
    [TestCase("redis-get.1ms-1.xpt2.gz", 500, 464, 498, 481, 478)]
    [TestCase("small.1ms-1.xpt2.gz", 600, 600, 600, 600, 600)]
    [TestCase("full.1ms-1.xpt2.gz", 600, 600, 600, 600, 600)]
    public void Apply_EachTick_MeetsTheSizeColumns(
        string file, int ticks, int changed, int page, int delta, int xbzrle)
    {
        (PageTrace trace, PageContents contents) = TraceFiles.Load(file);
        RealDeflate real = new();
        Check(trace, ContentAccuracy.Of(trace, contents, real.SizeOf), ticks, changed, page, delta, xbzrle);
    }

    [TestCase("idle-tick.xpt.gz", 20, 20, 20, 20, 20)]
    [TestCase("read-tick.xpt.gz", 20, 20, 20, 20, 20)]
    [TestCase("redis-get-tick.xpt.gz", 20, 20, 11, 0, 20)]
    [TestCase("small-tick.xpt.gz", 20, 20, 20, 20, 20)]
    [TestCase("full-tick.xpt.gz", 20, 20, 20, 20, 20)]
    public void Apply_EachSample_MeetsTheSizeColumns(
        string file, int ticks, int changed, int page, int delta, int xbzrle)
    {
        (PageTrace trace, PageContents contents) = TraceFiles.Load(file);
        DeflateSize size = new();
        Check(trace, ContentAccuracy.Of(trace, contents, size.Of), ticks, changed, page, delta, xbzrle);
    }

    [Test]
    public void Of_SameTraceTwice_GivesTheSameContents()
    {
        (PageTrace trace, PageContents contents) = TraceFiles.Load("idle.1ms-1.xpt2.gz");
        PageContents again = PageContents.Of(trace);
        Dictionary<int, (byte[] First, byte[] Second)> pages = [];
        for (int record = 0; record < trace.WriteCount; record++)
        {
            int page = trace.AllWrites[record].Page;
            if (!pages.TryGetValue(page, out (byte[] First, byte[] Second) both))
            {
                pages[page] = both = (new byte[4096], new byte[4096]);
            }

            contents.Apply(record, both.First);
            again.Apply(record, both.Second);
            Assert.That(both.First.AsSpan().SequenceEqual(both.Second), $"record {record}");
        }
    }

    [Test]
    public void Of_LargestTrace_KeepsRecipesNotBytes()
    {
        PageTrace trace = TraceFiles.Read("small-tick.xpt.gz");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        PageContents contents = PageContents.Of(trace);
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.That(kept, Is.LessThan(40L << 20), $"{contents.RecipeCount} recipes");
    }

    private static void Check(
        PageTrace trace, ContentAccuracy accuracy, int ticks, int changed, int page, int delta, int xbzrle)
    {
        string found = string.Join(' ', accuracy.TicksWithin);
        string totals = string.Join(' ', accuracy.TotalShare.Select(share => $"{share:F3}"));
        TestContext.Out.WriteLine(
            $"{trace.Name}: within 5 %: {found} of {trace.TickCount}; totals {totals}; "
            + $"shared {accuracy.Shared}");
        Assert.Multiple(() =>
        {
            Assert.That(trace.TickCount, Is.EqualTo(ticks));
            Assert.That(accuracy.Ambiguous, Is.Zero, "equal hash means equal content");
            Assert.That(accuracy.Shared * 10_000,
                Is.LessThanOrEqualTo(MostSharedPerTenThousand * trace.WriteCount));
            Assert.That(accuracy.StartShare, Is.All.InRange(0.95, 1.05), "the start");
            Assert.That(accuracy.TicksWithin[0], Is.GreaterThanOrEqualTo(changed), $"changed: {found}");
            Assert.That(accuracy.TicksWithin[1], Is.GreaterThanOrEqualTo(page), $"zpage: {found}");
            Assert.That(accuracy.TicksWithin[2], Is.GreaterThanOrEqualTo(delta), $"zdelta: {found}");
            Assert.That(accuracy.TicksWithin[3], Is.GreaterThanOrEqualTo(xbzrle), $"xbzrle: {found}");
        });
    }
}
