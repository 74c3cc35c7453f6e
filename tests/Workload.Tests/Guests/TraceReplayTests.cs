using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Workload.Content;
using Xia.Workload.Guests;
using Xia.Workload.Tests.Traces;
using Xia.Workload.Traces;

namespace Xia.Workload.Tests.Guests;

internal sealed class TraceReplayTests
{
    private static PageTrace Small => new TraceBuilder()
        .Tick(TraceBuilder.Start(3, 11), TraceBuilder.Start(9, 12))
        .Tick(TraceBuilder.Change(3, 13), TraceBuilder.Silent(9)).Reads(1, 2)
        .Tick()
        .Tick(TraceBuilder.Zero(9, 1000), TraceBuilder.Change(10, 14)).Reads(3)
        .Build();

    [Test]
    public void Fill_StartPages_HoldTheTracesContents()
    {
        RecordingMemory memory = new(70);
        TraceReplay replay = New(Small, memory, 1, firstPage: 5);
        replay.Fill();
        Assert.Multiple(() =>
        {
            Assert.That(memory.BytesOf(5 + 3).Any(one => one != 0));
            Assert.That(memory.BytesOf(5 + 9).Any(one => one != 0));
            Assert.That(memory.BytesOf(5 + 4).All(one => one == 0));
            Assert.That(replay.NextTimeout, Is.EqualTo(Instant.Zero + TraceReplay.UsualGrain));
        });
    }

    [Test]
    public void OnTimeout_WholeTrace_TouchesWhatTheTraceSaysTickByTick()
    {
        RecordingMemory memory = new(64);
        TraceReplay replay = New(Small, memory, 1);
        replay.Fill();
        memory.Accesses.Clear();
        replay.OnTimeout(Milliseconds(9));
        Assert.That(replay.Writes + replay.Reads, Is.EqualTo(4));
        replay.OnTimeout(Milliseconds(10));
        Assert.That(memory.Accesses.Where(access => access.IsWrite).Select(access => access.Page).Order(),
            Is.EqualTo(new[] { 3, 9 }));
        replay.OnTimeout(Milliseconds(100));
        Assert.Multiple(() =>
        {
            Assert.That(replay.Writes, Is.EqualTo(4));
            Assert.That(replay.Reads, Is.EqualTo(3));
            Assert.That(memory.BytesOf(9).All(one => one == 0));
            Assert.That(replay.NextTimeout, Is.Null);
            Assert.That(replay.IsOver);
        });
    }

    [Test]
    public void OnTimeout_Early_ChangesNothing()
    {
        RecordingMemory memory = new(64);
        TraceReplay replay = New(Small, memory, 1, grain: Duration.Zero);
        replay.Fill();
        replay.OnTimeout(Instant.Zero);
        Instant next = replay.NextTimeout!.Value;
        int before = memory.Accesses.Count;
        replay.OnTimeout(next - Duration.FromNanoseconds(1));
        Assert.That(memory.Accesses, Has.Count.EqualTo(before));
        replay.OnTimeout(next);
        Assert.That(memory.Accesses, Has.Count.GreaterThan(before));
    }

    [Test]
    public void OnTimeout_SilentStore_WritesEqualBytes()
    {
        RecordingMemory memory = new(64);
        TraceReplay replay = New(Small, memory, 1);
        replay.Fill();
        byte[] before = memory.BytesOf(9);
        memory.Accesses.Clear();
        replay.OnTimeout(Milliseconds(10));
        Assert.Multiple(() =>
        {
            Assert.That(memory.Accesses, Does.Contain((9, true)));
            Assert.That(memory.BytesOf(9), Is.EqualTo(before));
        });
    }

    [Test]
    public void OnTimeout_SameSeed_SameOrder()
    {
        List<(int, bool)> first = Accesses(7);
        Assert.That(Accesses(7), Is.EqualTo(first));
        Assert.That(Accesses(8), Is.Not.EqualTo(first), "another seed, another order");
    }

    [Test]
    public void OnTimeout_AnotherSeed_SameBytesInTheEnd()
    {
        RecordingMemory first = Replayed(7);
        Assert.That(first.HasSameBytes(Replayed(8)));
    }

    [Test]
    public void OnPagePresent_AfterAFault_GoesOnWithTheSameAccess()
    {
        RecordingMemory memory = new(64);
        TraceReplay replay = New(Small, memory, 1);
        replay.Fill();
        memory.Missing.UnionWith([3, 10]);
        replay.OnTimeout(Milliseconds(100));
        Assert.That(replay.WaitsForPage, Is.EqualTo(3));
        Assert.That(replay.NextTimeout, Is.Null);
        replay.OnPagePresent(4, Milliseconds(100));
        Assert.That(replay.WaitsForPage, Is.EqualTo(3), "another page helps nothing");
        memory.Missing.Remove(3);
        replay.OnPagePresent(3, Milliseconds(100));
        Assert.That(replay.WaitsForPage, Is.EqualTo(10));
        memory.Missing.Clear();
        replay.OnPagePresent(10, Milliseconds(100));
        RecordingMemory calm = new(64);
        TraceReplay other = New(Small, calm, 1);
        other.Fill();
        other.OnTimeout(Milliseconds(100));
        Assert.That(memory.HasSameBytes(calm));
        Assert.That(replay.Writes, Is.EqualTo(other.Writes));
    }

    [Test]
    public void Import_InTheMiddleOfATick_GoesOnAlike([Range(0, 120, 7)] int accesses)
    {
        (PageTrace trace, PageContents contents) = TraceFiles.Load("idle.1ms-1.xpt2.gz");
        RecordingMemory stayed = new(65536);
        TraceReplay first = New(trace, contents, stayed, 3);
        first.Fill();
        while (first.Writes + first.Reads < accesses)
        {
            first.OnTimeout(first.NextTimeout!.Value);
        }

        RecordingMemory moved = new(65536);
        moved.CopyFrom(stayed);
        TraceReplay second = New(trace, contents, moved, 99);
        SavedState.Into(second, SavedState.Of(first));
        stayed.Accesses.Clear();
        moved.Accesses.Clear();
        Assert.That(second.NextTimeout, Is.EqualTo(first.NextTimeout));
        first.OnTimeout(Milliseconds(100));
        second.OnTimeout(Milliseconds(100));
        Assert.That(moved.Accesses, Is.EqualTo(stayed.Accesses));
        Assert.That(moved.HasSameBytes(stayed));
    }

    [Test]
    public void Import_Damaged_IsRefused()
    {
        RecordingMemory memory = new(64);
        TraceReplay replay = New(Small, memory, 1);
        byte[] state = SavedState.Of(replay);
        for (int length = 0; length < state.Length; length++)
        {
            Assert.That(SavedState.IsRefused(New(Small, memory, 1), state.AsSpan(0, length)),
                $"{length} bytes");
        }

        state[^1] = 0x7f;
        Assert.That(SavedState.IsRefused(replay, state), "an access that the tick does not have");
    }

    [Test]
    public void OnTimeout_Loop_RepeatsTheTicks()
    {
        RecordingMemory memory = new(64);
        TraceReplay replay = New(Small, memory, 1, end: TraceEnd.Loop);
        replay.Fill();
        replay.OnTimeout(Milliseconds(30));
        long writes = replay.Writes;
        byte[] page = memory.BytesOf(3);
        replay.OnTimeout(Milliseconds(60));
        Assert.Multiple(() =>
        {
            Assert.That(replay.Rounds, Is.EqualTo(2).Or.EqualTo(1));
            Assert.That(replay.Writes, Is.EqualTo(2 * writes));
            int differing = page.Zip(memory.BytesOf(3)).Count(pair => pair.First != pair.Second);
            Assert.That(differing, Is.InRange(1, 8), "the same change again");
        });
    }

    [Test]
    public void OnTimeout_SteadyState_AllocatesNothing()
    {
        (PageTrace trace, PageContents contents) = TraceFiles.Load("idle.1ms-1.xpt2.gz");
        Xia.Migration.Machines.GuestMemory memory = new(trace.PageCount);
        TraceReplay replay = new(trace, contents, memory, 0, new RandomRoot(1).Stream("guest"));
        replay.Fill();
        for (int page = 0; page < trace.PageCount; page++)
        {
            memory.TryWrite((long)page * 4096, [1]);
        }

        replay.OnTimeout(Milliseconds(500));
        long before = GC.GetAllocatedBytesForCurrentThread();
        replay.OnTimeout(Milliseconds(900));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(16 * 1024));
    }

    [Test]
    public void OnTimeout_Version1Trace_SpreadsASampleOverItsHalfSecond()
    {
        (PageTrace trace, PageContents contents) = TraceFiles.Load("idle-tick.xpt.gz");
        RecordingMemory memory = new(65536);
        TraceReplay replay = New(trace, contents, memory, 1);
        replay.Fill();
        int written = trace.Writes(1).Length;
        replay.OnTimeout(Milliseconds(250));
        Assert.That(replay.Writes, Is.InRange((written / 2) - 1, (written / 2) + 1));
        replay.OnTimeout(Milliseconds(500));
        Assert.That(replay.Writes, Is.EqualTo(written).Or.EqualTo(written + 1));
    }

    private static List<(int, bool)> Accesses(ulong seed) => Replayed(seed).Accesses;

    private static RecordingMemory Replayed(ulong seed)
    {
        (PageTrace trace, PageContents contents) = TraceFiles.Load("idle.1ms-1.xpt2.gz");
        RecordingMemory memory = new(65536);
        TraceReplay replay = New(trace, contents, memory, seed);
        replay.Fill();
        memory.Accesses.Clear();
        replay.OnTimeout(Milliseconds(200));
        return memory;
    }

    private static Instant Milliseconds(long milliseconds) =>
        Instant.Zero + Duration.FromMilliseconds(milliseconds);

    private static TraceReplay New(
        PageTrace trace, RecordingMemory memory, ulong seed, int firstPage = 0, TraceEnd end = TraceEnd.Hold,
            Duration? grain = null) =>
        new(trace, PageContents.Of(trace), memory, firstPage, new RandomRoot(seed).Stream("guest"), end,
            grain);

    private static TraceReplay New(
        PageTrace trace, PageContents contents, RecordingMemory memory, ulong seed) =>
        new(trace, contents, memory, 0, new RandomRoot(seed).Stream("guest"));
}
