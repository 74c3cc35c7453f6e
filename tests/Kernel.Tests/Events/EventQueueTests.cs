using FsCheck;
using FsCheck.Fluent;
using Xia.Kernel.Events;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;

namespace Xia.Kernel.Tests.Events;

public sealed class EventQueueTests
{
    [Test]
    public void TryPop_SameInstant_OrdersByKindThenNodeThenSequence()
    {
        Event[] ordered =
        [
            Make(5, 0, 0, 0), Make(5, 0, 0, 1), Make(5, 0, 7, 0), Make(5, 1, 0, 0), Make(5, 1, 3, 9),
            Make(5, 255, Event.MaximumNodeCount - 1, Event.MaximumSequence), Make(6, 0, 0, 2),
        ];
        EventQueue queue = new();
        foreach (Event one in ordered.Reverse())
        {
            queue.Push(one);
        }

        Assert.That(Drain(queue), Is.EqualTo(ordered));
    }

    [Test]
    public void Event_LargestFields_KeepsThemAll()
    {
        Event one = new(new Instant(9), 255, Event.MaximumNodeCount - 1, Event.MaximumSequence, -3, long.MinValue);
        Assert.That(one.At, Is.EqualTo(new Instant(9)));
        Assert.That(one.Kind, Is.EqualTo(255));
        Assert.That(one.Node, Is.EqualTo(Event.MaximumNodeCount - 1));
        Assert.That(one.Sequence, Is.EqualTo(Event.MaximumSequence));
        Assert.That(one.Target, Is.EqualTo(-3));
        Assert.That(one.Argument, Is.EqualTo(long.MinValue));
    }

    [Test]
    public void Event_FieldBeyondItsRange_Throws()
    {
        Assert.That(() => Make(0, 0, Event.MaximumNodeCount, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Make(0, 0, -1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Make(0, 0, 0, Event.MaximumSequence + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Make(0, 0, 0, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Push_BeforeTheLastPopped_Throws()
    {
        EventQueue queue = new();
        queue.Push(Make(100, 5, 0, 0));
        queue.TryPop(out _);
        Assert.That(
            () => queue.Push(Make(99, 0, 0, 1)),
            Throws.InvalidOperationException.With.Message.Contains("Time runs backward"));
        Assert.That(() => queue.Push(Make(100, 0, 0, 1)), Throws.Nothing, "The same instant is still to come.");
    }

    [Test]
    public void Push_MoreThanTheBound_Throws()
    {
        EventQueue queue = new(maximumCount: 2);
        queue.Push(Make(1, 0, 0, 0));
        queue.Push(Make(long.MaxValue, 0, 0, 1));
        Assert.That(() => queue.Push(Make(2, 0, 0, 2)), Throws.InvalidOperationException);
        queue.TryPop(out _);
        Assert.That(() => queue.Push(Make(2, 0, 0, 2)), Throws.Nothing);
    }

    [Test]
    public void TryPop_TwoEqualKeys_Throws()
    {
        EventQueue queue = new();
        queue.Push(Make(1, 2, 3, 4));
        queue.Push(Make(1, 2, 3, 4));
        queue.TryPop(out _);
        Assert.That(() => queue.TryPop(out _), Throws.InvalidOperationException.With.Message.Contains("one key"));
    }

    [Test]
    public void TryPeek_Empty_SaysNo()
    {
        EventQueue queue = new();
        Assert.That(queue.TryPeek(out Instant at), Is.False);
        Assert.That(at, Is.EqualTo(Instant.MaxValue));
        Assert.That(queue.TryPop(out _), Is.False);
    }

    [Test]
    public void TryPeek_FarEventThenEarlierPush_ShowsTheEarlier()
    {
        EventQueue queue = new();
        queue.Push(Make(10_000_000_000, 0, 0, 0));
        Assert.That(queue.TryPeek(out Instant at), Is.True);
        Assert.That(at, Is.EqualTo(new Instant(10_000_000_000)));
        queue.Push(Make(3, 0, 0, 1));
        queue.Push(Make(10_000_000_000, 0, 0, 2));
        queue.Push(Make(9_999_999_999, 0, 0, 3));
        Assert.That(Drain(queue).Select(one => one.Sequence), Is.EqualTo(new[] { 1, 3, 0, 2 }));
    }

    [Test]
    public void TryPop_EarliestAndLatestInstants_AreInOrder()
    {
        EventQueue queue = new();
        long[] instants = [long.MaxValue, long.MinValue, 0, -1, 1, long.MaxValue - 1, 1L << 62, 1023, 1024];
        for (int i = 0; i < instants.Length; i++)
        {
            queue.Push(Make(instants[i], 0, 0, i));
        }

        Assert.That(Drain(queue).Select(one => one.At.Nanoseconds), Is.EqualTo(instants.Order()));
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public Property PushAndPop_AnyMix_BehavesAsASortedList() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(ulong Seed, byte Spread, byte Kinds)>(),
            choice => AgreesWithSortedList(new RandomRoot(choice.Seed), choice.Spread % 40, 1 + (choice.Kinds % 4), 600));

    /// <summary>Runs through several reviews and changes of the slices, with distances over nine decades.</summary>
    [TestCase(1ul)]
    [TestCase(2ul)]
    public void PushAndPop_ChangingDistances_BehavesAsASortedList(ulong seed)
    {
        RandomStream draws = new RandomRoot(seed).Stream("test");
        EventQueue queue = new();
        PriorityQueue<Event, (long, long)> model = new();
        long sequence = 0;
        long now = 0;
        for (int phase = 0; phase < 6; phase++)
        {
            long spread = 1L << draws.NextInt32(36);
            int wanted = 1 + draws.NextInt32(30_000);
            for (int i = 0; i < 40_000; i++)
            {
                bool push = queue.Count == 0 || (queue.Count < wanted ? draws.NextInt32(4) > 0 : draws.NextInt32(4) == 0);
                if (push)
                {
                    Event one = Make(now + draws.NextInt64(0, spread), 0, 0, sequence++);
                    queue.Push(one);
                    model.Enqueue(one, (one.At.Nanoseconds, one.Sequence));
                }
                else
                {
                    Assert.That(queue.TryPeek(out Instant at), Is.True);
                    Assert.That(queue.TryPop(out Event popped), Is.True);
                    if (popped != model.Dequeue() || popped.At != at)
                    {
                        Assert.Fail($"Seed {seed}, phase {phase}, step {i}: popped {popped}.");
                    }

                    now = popped.At.Nanoseconds;
                }
            }
        }
    }

    [Test]
    public void PushAndPop_SteadyState_AllocatesNothing()
    {
        EventQueue queue = new();
        RandomStream draws = new RandomRoot(3).Stream("test");
        long sequence = 0;
        for (int i = 0; i < 1000; i++)
        {
            queue.Push(Make(draws.NextInt64(0, 1_000_000), 0, 0, sequence++));
        }

        Assert.That(AllocationMeter.LeastBytesOf(() => Hold(queue, draws, ref sequence)), Is.Zero);
    }

    private static void Hold(EventQueue queue, RandomStream draws, ref long sequence)
    {
        for (int i = 0; i < 200_000; i++)
        {
            queue.TryPop(out Event one);
            queue.Push(Make(one.At.Nanoseconds + draws.NextInt64(0, 2_000_000), 0, 0, sequence++));
        }
    }

    private static bool AgreesWithSortedList(RandomRoot root, int spreadLog2, int kinds, int steps)
    {
        RandomStream draws = root.Stream("test");
        EventQueue queue = new();
        SortedSet<(long At, byte Kind, int Node, long Sequence)> model = [];
        long now = 0;
        for (int i = 0; i < steps; i++)
        {
            if (draws.NextInt32(5) < 3)
            {
                long at = now + draws.NextInt64(0, 1L << spreadLog2);
                Event one = Make(at, (byte)draws.NextInt32(kinds), draws.NextInt32(3), i);
                queue.Push(one);
                model.Add((at, one.Kind, one.Node, i));
            }
            else if (queue.TryPop(out Event popped))
            {
                var expected = model.Min;
                model.Remove(expected);
                now = popped.At.Nanoseconds;
                if (expected != (now, popped.Kind, popped.Node, popped.Sequence) || popped.Target != Target(popped.Sequence))
                {
                    return false;
                }
            }

            if (queue.Count != model.Count)
            {
                return false;
            }
        }

        return true;
    }

    private static Event Make(long nanoseconds, byte kind, int node, long sequence) =>
        new(new Instant(nanoseconds), kind, node, sequence, Target(sequence), -sequence);

    private static int Target(long sequence) => (int)(sequence * 7 % 1000);

    private static List<Event> Drain(EventQueue queue)
    {
        List<Event> all = [];
        while (queue.TryPop(out Event one))
        {
            all.Add(one);
        }

        return all;
    }
}
