using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Elements.Aqm;

namespace Xia.Router.Tests.Elements.Aqm;

internal sealed class QueueAverageTests
{
    [Test]
    public void Observe_OfALengthForLong_ComesToIt()
    {
        var average = new QueueAverage();
        for (int index = 0; index < 200; index++)
        {
            average.Observe(7, Instant.Zero);
        }

        Assert.That(average.Scaled, Is.EqualTo(7 << QueueAverage.FractionBits).Within(8));
    }

    [Test]
    public void Observe_WithoutStability_IsTheLength()
    {
        var average = new QueueAverage { StabilityShift = 0 };
        average.Observe(9, Instant.Zero);
        Assert.That($"{average}", Is.EqualTo("9"));
        average.Observe(0, Instant.Zero);
        Assert.That($"{average}", Is.EqualTo("0"));
    }

    [TestCase(20, 1)]
    [TestCase(100, 5)]
    [TestCase(1_000, 50)]
    public void Observe_AfterTheQueueStoodEmpty_IsAsGoodAsOneEverySoOften(int milliseconds, int count)
    {
        QueueAverage idle = Filled();
        QueueAverage steady = Filled();
        idle.Observe(0, Instant.Zero);
        idle.Observe(0, Instant.Zero + Duration.FromMilliseconds(milliseconds));
        for (int index = 0; index <= count; index++)
        {
            steady.Observe(0, Instant.Zero);
        }

        Assert.That(idle.Scaled, Is.EqualTo(steady.Scaled).Within(16));
    }

    [Test]
    public void Observe_AfterYears_IsZeroAtOnce()
    {
        QueueAverage average = Filled();
        average.StabilityShift = QueueAverage.MaximumStabilityShift;
        average.Observe(0, Instant.Zero);
        average.Observe(0, Instant.Zero + Duration.FromSeconds(1_000_000_000));
        Assert.That(average.Scaled, Is.Zero);
    }

    [Test]
    public void Import_OfWhatWasExported_IsTheSame()
    {
        QueueAverage average = Filled();
        average.Observe(0, Instant.Zero);
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        average.Export(ref writer);
        var reader = new MessagePackReader(bytes.WrittenSpan);
        var copy = new QueueAverage();
        copy.Import(ref reader);
        Instant later = Instant.Zero + Duration.FromMilliseconds(400);
        average.Observe(0, later);
        copy.Observe(0, later);
        Assert.That(copy.Scaled, Is.EqualTo(average.Scaled).And.GreaterThan(0));
    }

    private static QueueAverage Filled()
    {
        var average = new QueueAverage();
        for (int index = 0; index < 100; index++)
        {
            average.Observe(100, Instant.Zero);
        }

        return average;
    }
}
