using Xia.Kernel.Collections;

namespace Xia.Kernel.Tests.Collections;

public sealed class RingBufferTests
{
    [Test]
    public void TryEnqueue_AtTheBound_IsRefused()
    {
        RingBuffer<int> ring = new(maximumCount: 11);
        for (int i = 0; i < 11; i++)
        {
            Assert.That(ring.TryEnqueue(i), Is.True);
        }

        Assert.That(ring.IsFull, Is.True);
        Assert.That(ring.TryEnqueue(11), Is.False);
        Assert.That(ring.TryDequeue(out int oldest), Is.True);
        Assert.That(oldest, Is.Zero);
        Assert.That(ring.TryEnqueue(11), Is.True);
    }

    [Test]
    public void Head_Empty_Throws() =>
        Assert.That(() => new RingBuffer<int>(4).Head, Throws.InvalidOperationException);

    [Test]
    public void Indexer_OutOfRange_Throws()
    {
        RingBuffer<int> ring = new(4);
        ring.TryEnqueue(1);
        Assert.That(() => ring[1], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ring[-1], Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void TryDequeue_ReferenceItem_ForgetsIt()
    {
        RingBuffer<object?> ring = new(8);
        WeakReference item = EnqueueAndDequeue(ring);
        GC.Collect();
        Assert.That(item.IsAlive, Is.False);
        GC.KeepAlive(ring);
    }

    [FsCheck.NUnit.Property]
    public bool Operations_AnyMix_BehaveAsAQueue(bool[] enqueues, byte startAt)
    {
        RingBuffer<int> ring = new(20);
        Queue<int> model = new();
        int next = startAt;
        foreach (bool enqueue in enqueues)
        {
            if (enqueue)
            {
                if (ring.TryEnqueue(next) != model.Count < 20)
                {
                    return false;
                }

                if (model.Count < 20)
                {
                    model.Enqueue(next);
                }

                next++;
            }
            else if (ring.TryDequeue(out int taken) != model.TryDequeue(out int expected) || taken != expected)
            {
                return false;
            }
        }

        return ring.Count == model.Count && Enumerable.Range(0, ring.Count).Select(i => ring[i]).SequenceEqual(model);
    }

    private static WeakReference EnqueueAndDequeue(RingBuffer<object?> ring)
    {
        object item = new();
        ring.TryEnqueue(item);
        ring.TryDequeue(out _);
        return new WeakReference(item);
    }
}
