using Xia.Emulator.Costs;
using Xia.Kernel.Time;
using Xia.Kernel.Work;

namespace Xia.Emulator.Tests.Costs;

public sealed class VirtualProcessorTests
{
    [Test]
    public void Charge_OneCore_WorkQueues()
    {
        VirtualProcessor processor = new(1, CostTable.Default);
        Instant first = processor.Charge(WorkKind.CheckSignature, 1, Instant.Zero);
        Instant second = processor.Charge(WorkKind.CheckSignature, 1, Instant.Zero);
        Assert.That(first, Is.EqualTo(new Instant(120_000)));
        Assert.That(second, Is.EqualTo(new Instant(240_000)));
        Assert.That(processor.Busy(WorkKind.CheckSignature), Is.EqualTo(Duration.FromMicroseconds(240)));
    }

    [Test]
    public void Charge_TwoCores_WorkRunsSideBySide()
    {
        VirtualProcessor processor = new(2, CostTable.Default);
        Instant[] done = [.. Enumerable.Range(0, 3).Select(_ => processor.Charge(WorkKind.Sign, 1, new Instant(5)))];
        Assert.That(done, Is.EqualTo(new[] { new Instant(45_005), new Instant(45_005), new Instant(90_005) }));
    }

    [Test]
    public void Charge_Ideal_IsFree()
    {
        VirtualProcessor processor = new(1, CostTable.Ideal);
        Assert.That(processor.Charge(WorkKind.HashByte, 1L << 40, new Instant(7)), Is.EqualTo(new Instant(7)));
        Assert.That(processor.BusyTotal, Is.EqualTo(Duration.Zero));
    }

    [Test]
    public void Charge_FractionsOfNanoseconds_RoundUpPerCall()
    {
        VirtualProcessor processor = new(1, CostTable.Default);
        Assert.That(processor.Charge(WorkKind.CopyByte, 1, Instant.Zero), Is.EqualTo(new Instant(1)));
    }

    [Test]
    public void Charge_NegativeUnits_Throws() =>
        Assert.That(
            () => new VirtualProcessor(1, CostTable.Default).Charge(WorkKind.Sign, -1, Instant.Zero),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
}
