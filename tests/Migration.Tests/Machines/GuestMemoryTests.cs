using FsCheck;
using FsCheck.Fluent;
using Xia.Kernel.Collections;
using Xia.Migration.Machines;

namespace Xia.Migration.Tests.Machines;

public sealed class GuestMemoryTests
{
    private const int PageBytes = IGuestMemory.PageSizeBytes;

    [Test]
    public void TryWrite_AcrossPages_ReadsBack()
    {
        GuestMemory memory = new(4);
        byte[] written = [.. Enumerable.Range(1, 5000).Select(i => (byte)i)];

        AccessOutcome write = memory.TryWrite(4000, written);
        byte[] read = new byte[5000];
        AccessOutcome again = memory.TryRead(4000, read);

        Assert.Multiple(() =>
        {
            Assert.That(write.IsDone && again.IsDone, Is.True);
            Assert.That(read, Is.EqualTo(written));
        });
    }

    [Test]
    public void TryWrite_ReachingIntoMissingPage_DoesNothingAndCanBeRestarted()
    {
        GuestMemory memory = new(3, present: false);
        byte[] page = new byte[PageBytes];
        Array.Fill(page, (byte)7);
        memory.Install(0, page);
        byte[] source = new byte[200];
        Array.Fill(source, (byte)9);

        AccessOutcome faulted = memory.TryWrite(PageBytes - 100, source);
        byte[] untouched = memory.Page(0).ToArray();
        memory.InstallZero(faulted.FaultedPage, 1);
        AccessOutcome restarted = memory.TryWrite(PageBytes - 100, source);

        Assert.Multiple(() =>
        {
            Assert.That(faulted, Is.EqualTo(AccessOutcome.Fault(1)));
            Assert.That(untouched, Is.EqualTo(page));
            Assert.That(restarted.IsDone, Is.True);
            Assert.That(memory.Page(1)[99], Is.EqualTo(9));
        });
    }

    [Test]
    public void TryRead_OfMissingPage_Faults()
    {
        GuestMemory memory = new(2, present: false);

        Assert.That(memory.TryRead(PageBytes, new byte[1]), Is.EqualTo(AccessOutcome.Fault(1)));
        Assert.That(memory.TryRead(PageBytes, []).IsDone, Is.True);
    }

    [TestCase(-1L, 1)]
    [TestCase((2L * PageBytes) - 1, 2)]
    [TestCase(long.MaxValue, 1)]
    public void TryRead_OutsideOfMemory_Throws(long address, int lengthBytes)
    {
        GuestMemory memory = new(2);

        Assert.That(
            () => memory.TryRead(address, new byte[lengthBytes]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Memory_NeverWritten_CostsNothing()
    {
        GuestMemory memory = new(65536);

        Assert.That(memory.AllocatedBytes, Is.Zero);
        memory.TryWrite(123L * PageBytes, [1]);
        Assert.That(memory.AllocatedBytes, Is.EqualTo(256 * PageBytes));
    }

    [Test]
    public void InstallZero_OfWrittenPage_GivesItsSlotBackClean()
    {
        GuestMemory memory = new(600);
        for (int i = 0; i < 256; i++)
        {
            memory.TryWrite((long)i * PageBytes, [255]);
        }

        memory.InstallZero(10, 5);
        memory.TryWrite((400L * PageBytes) + 1, [1]);

        Assert.Multiple(() =>
        {
            Assert.That(memory.IsZero(12), Is.True);
            Assert.That(memory.Page(400)[0], Is.Zero);
            Assert.That(memory.AllocatedBytes, Is.EqualTo(256 * PageBytes));
        });
    }

    [Test]
    public void Destroy_OverwritesAndTakesAllPagesAway()
    {
        GuestMemory memory = new(2);
        memory.TryWrite(0, [1, 2, 3]);
        ReadOnlySpan<byte> kept = memory.Page(0);

        memory.Destroy();

        Assert.That(kept[0], Is.EqualTo(0xDD));
        Assert.That(memory.TryRead(0, new byte[1]).IsDone, Is.False);
        Assert.That(memory.Page(0)[0], Is.Zero);
    }

    [Test]
    public void Dirty_WritesInRounds_AreCountedOncePerRound()
    {
        GuestMemory memory = new(8);
        memory.TryWrite(0, [1]);
        memory.Dirty.Enable();
        memory.TryWrite(5, [1]);
        memory.TryWrite(6, [0]);
        memory.TryWrite(PageBytes - 1, [1, 1]);
        PageBitmap harvest = new(8);

        Assert.That(memory.Dirty.Count, Is.EqualTo(2));
        Assert.That(memory.Dirty.IsDirty(1), Is.True);
        memory.Dirty.HarvestInto(harvest);
        memory.TryWrite(0, [1]);

        Assert.Multiple(() =>
        {
            Assert.That(harvest.Test(0) && harvest.Test(1), Is.True);
            Assert.That(harvest.Count(), Is.EqualTo(2));
            Assert.That(memory.Dirty.Count, Is.EqualTo(1));
            Assert.That(memory.Dirty.TakeFaults(), Is.EqualTo(3));
            Assert.That(memory.Dirty.TakeFaults(), Is.Zero);
            Assert.That(memory.Dirty.FaultsTotal, Is.EqualTo(3));
        });
    }

    [Test]
    public void Dirty_WhenDisabledOrByEngine_StaysClean()
    {
        GuestMemory memory = new(2);
        memory.Dirty.Enable();
        memory.Install(0, new byte[PageBytes]);
        Assert.That(memory.Dirty.Count, Is.Zero);

        memory.Dirty.Disable();
        memory.TryWrite(0, [1]);

        Assert.That(memory.Dirty.Count, Is.Zero);
    }

    [FsCheck.NUnit.Property]
    public Property TryWrite_AnySequence_EqualsAnArray() => Prop.ForAll(
        Gen.Zip(Gen.Choose(0, (4 * PageBytes) - 300), Gen.Zip(Gen.Choose(0, 300), Gen.Choose(0, 255)))
            .ListOf().ToArbitrary(),
        writes =>
        {
            GuestMemory memory = new(4);
            byte[] model = new byte[4 * PageBytes];
            foreach ((int address, (int lengthBytes, int value)) in writes)
            {
                model.AsSpan(address, lengthBytes).Fill((byte)value);
                memory.TryWrite(address, model.AsSpan(address, lengthBytes));
            }

            byte[] read = new byte[model.Length];
            memory.TryRead(0, read);
            return read.AsSpan().SequenceEqual(model);
        });

    [Test]
    public void Access_InSteadyState_AllocatesNothing()
    {
        GuestMemory memory = new(64);
        memory.Dirty.Enable();
        byte[] buffer = new byte[64];
        memory.TryWrite(0, buffer);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10_000; i++)
        {
            memory.TryWrite(i % 4000, buffer);
            memory.TryRead(i % 4000, buffer);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
