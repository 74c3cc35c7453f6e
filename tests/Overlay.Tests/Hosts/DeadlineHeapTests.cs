using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Overlay.Hosts;

namespace Xia.Overlay.Tests.Hosts;

public sealed class DeadlineHeapTests
{
    [Test]
    public void Set_RandomOperations_AgreeWithASortedModel()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            RandomStream random = new RandomRoot(seed).Stream("heap");
            DeadlineHeap<Holder> heap = new();
            Holder[] holders = [.. Enumerable.Range(0, 60).Select(ordinal => new Holder(ordinal))];
            Dictionary<Holder, Instant> model = [];
            for (int step = 0; step < 5_000; step++)
            {
                Holder holder = holders[random.NextInt32(holders.Length)];
                int choice = random.NextInt32(5);
                if (choice == 0)
                {
                    heap.Set(holder, null);
                    model.Remove(holder);
                }
                else if (choice == 1)
                {
                    Instant now = new(random.NextInt32(40));
                    Holder? expected = model.Where(entry => entry.Value <= now)
                        .OrderBy(entry => entry.Value).ThenBy(entry => entry.Key.Ordinal)
                        .Select(entry => entry.Key).FirstOrDefault();
                    Assert.That(heap.TryTakeDue(now, out Holder? taken), Is.EqualTo(expected is not null));
                    Assert.That(taken, Is.SameAs(expected), $"seed {seed}, step {step}");
                    if (taken is not null)
                    {
                        model.Remove(taken);
                    }
                }
                else
                {
                    Instant due = new(random.NextInt32(100));
                    heap.Set(holder, due);
                    model[holder] = due;
                }

                Instant? earliest = model.Count == 0 ? null : model.Values.Min();
                Assert.That(heap.Earliest, Is.EqualTo(earliest), $"seed {seed}, step {step}");
            }
        }
    }

    private sealed class Holder(long ordinal) : IDeadlineHolder
    {
        public int HeapIndex { get; set; } = -1;

        public long Ordinal { get; } = ordinal;
    }
}
