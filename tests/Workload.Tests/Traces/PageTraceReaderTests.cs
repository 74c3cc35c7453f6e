using System.Buffers.Binary;
using System.Text;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Workload.Traces;

namespace Xia.Workload.Tests.Traces;

internal sealed class PageTraceReaderTests
{
    private static TraceBuilder Small => new TraceBuilder()
        .Tick(TraceBuilder.Start(3, 11), TraceBuilder.Start(9, 12))
        .Tick(TraceBuilder.Change(3, 13), TraceBuilder.Silent(9)).Reads(1, 2)
        .Tick(TraceBuilder.Zero(9, 1000));

    [Test]
    public void Read_SmallTrace_GivesItsRecords()
    {
        PageTrace trace = Small.Build();
        Assert.Multiple(() =>
        {
            Assert.That(trace.TickCount, Is.EqualTo(2));
            Assert.That(trace.TickLength, Is.EqualTo(Duration.FromMilliseconds(10)));
            Assert.That(trace.Writes(0).ToArray().Select(write => write.Page), Is.EqualTo(new[] { 3, 9 }));
            Assert.That(trace.Writes(1)[0].ChangedBytes, Is.EqualTo(8));
            Assert.That(trace.Writes(1)[1].Hash, Is.EqualTo(12), "a silent store keeps the page's last hash");
            Assert.That(trace.Reads(1).ToArray(), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(trace.Reads(2).ToArray(), Is.Empty);
            Assert.That(trace.Writes(2)[0].Hash, Is.Zero);
        });
    }

    [TestCase("idle-1.xpt2.gz", "idle", 1000, 29509, 43191)]
    [TestCase("redis-get.1ms-1.xpt2.gz", "redis-get.1ms", 500, 32023, 90911)]
    [TestCase("full-tick.xpt.gz", "full", 20, 39893, 134247)]
    public void Read_ShippedTrace_GivesWhatItsRecorderSays(
        string file, string workload, int ticks, int start, int records)
    {
        PageTrace trace = TraceFiles.Read(file);
        Assert.Multiple(() =>
        {
            Assert.That(trace.Workload, Is.EqualTo(workload));
            Assert.That(trace.TickCount, Is.EqualTo(ticks));
            Assert.That(trace.Writes(0).Length, Is.EqualTo(start));
            Assert.That(trace.WriteCount, Is.EqualTo(records));
            Assert.That(trace.PageCount, Is.EqualTo(65536));
        });
    }

    [Test]
    public void Read_Version1_TakesTheSamplesWhenTheyWereTaken()
    {
        PageTrace trace = TraceFiles.Read("full-tick.xpt.gz");
        Assert.Multiple(() =>
        {
            Assert.That(trace.EndOf(0), Is.EqualTo(Duration.Zero));
            Assert.That(trace.EndOf(1), Is.EqualTo(Duration.FromMilliseconds(1697)));
            Assert.That(trace.EndOf(2), Is.EqualTo(Duration.FromMilliseconds(2002)));
            Assert.That(trace.Length, Is.EqualTo(Duration.FromMilliseconds(10_003)));
        });
    }

    [Test]
    public void Read_EveryTruncation_IsRefusedWithTheFilesName()
    {
        byte[] whole = Small.Unpacked();
        for (int length = 0; length < whole.Length; length++)
        {
            string message = Refusal(whole[..length]);
            Assert.That(message, Does.StartWith("damaged: expected "), $"{length} bytes");
        }
    }

    [Test]
    public void Read_OneByteTooMany_IsRefused() =>
        Assert.That(Refusal([.. Small.Unpacked(), 0]), Does.Contain("the end of the file"));

    [TestCase("\"page_size\":4096", "\"page_size\":8192", "page_size")]
    [TestCase("\"pages\":64", "\"pages\":9", "ascending page numbers below 9")]
    [TestCase("\"pages\":64", "\"pages\":-1", "pages")]
    [TestCase("\"tick_us\":10000", "\"tick_us\":0", "tick_us")]
    [TestCase("\"nw\":5", "\"nw\":999999999", "nw")]
    [TestCase("\"nr\":2", "\"nr\":\"x\"", "nr")]
    [TestCase("\"nc\":4", "\"nc\":3", "expected")]
    [TestCase("\"lengths\"", "\"length\"", "lengths")]
    [TestCase("{\"format\"", "\"format\"", "JSON")]
    public void Read_WrongHeader_NamesWhatWasExpected(string right, string wrong, string expected)
    {
        byte[] bytes = Small.Unpacked(header => header.Replace(right, wrong, StringComparison.Ordinal));
        Assert.That(Refusal(bytes), Does.Contain(expected));
    }

    [Test]
    public void Read_NoGzip_IsRefused()
    {
        using MemoryStream file = new(Encoding.ASCII.GetBytes("XPT2 but not packed"));
        PageTraceException? refusal =
            Assert.Throws<PageTraceException>(() => PageTraceReader.Read(file, "damaged"));
        Assert.That(refusal?.Message, Does.Contain("gzip"));
    }

    [Test]
    public void Read_MoreThanTheBound_IsRefusedWithoutTakingItAll()
    {
        byte[] bomb = TraceBuilder.Gzip(new byte[TraceColumns.MaximumUnpackedBytes + 1]);
        using MemoryStream file = new(bomb);
        PageTraceException? refusal =
            Assert.Throws<PageTraceException>(() => PageTraceReader.Read(file, "bomb"));
        Assert.That(refusal?.Message, Does.Contain("at most"));
    }

    [Test]
    public void Read_HugeHeaderLength_IsRefused()
    {
        byte[] bytes = Small.Unpacked();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), uint.MaxValue);
        Assert.That(Refusal(bytes), Does.Contain("header"));
    }

    [Test]
    public void Read_RandomDamage_EndsInATraceOrARefusal()
    {
        byte[] whole = Small.Unpacked();
        for (ulong seed = 0; seed < 3000; seed++)
        {
            RandomStream random = new RandomRoot(seed).Stream("damage");
            byte[] bytes = [.. whole];
            for (int flips = 1 + random.NextInt32(4); flips > 0; flips--)
            {
                bytes[random.NextInt32(bytes.Length)] = (byte)random.NextInt32(256);
            }

            using MemoryStream file = new(TraceBuilder.Gzip(bytes));
            try
            {
                PageTraceReader.Read(file, "damaged");
            }
            catch (PageTraceException)
            {
                continue;
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {seed}: {other}");
            }
        }
    }

    private static string Refusal(byte[] unpacked)
    {
        using MemoryStream file = new(TraceBuilder.Gzip(unpacked));
        return Assert.Throws<PageTraceException>(() => PageTraceReader.Read(file, "damaged")).Message;
    }
}
