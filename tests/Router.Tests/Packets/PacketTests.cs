using Xia.Kernel.Randomness;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Packets;

internal sealed class PacketTests
{
    [Test]
    public void Clone_ThenWrite_LeavesTheOtherAlone()
    {
        var pool = new PacketPool();
        Packet first = pool.Take([1, 2, 3]);
        first.SetNetworkHeader(1);
        Packet second = first.Clone();
        Assert.That(first.IsShared && second.IsShared);
        second.WritableData()[0] = 9;
        Assert.Multiple(() =>
        {
            Assert.That(first.Data.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(second.Data.ToArray(), Is.EqualTo(new byte[] { 9, 2, 3 }));
            Assert.That(second.NetworkOffset, Is.EqualTo(1));
            Assert.That(first.IsShared || second.IsShared, Is.False);
        });
        first.Kill();
        second.Kill();
        Assert.That(pool.Outstanding, Is.Zero);
    }

    [Test]
    public void PushBeyondHeadroom_Moves_KeepingDataAndMarks()
    {
        var pool = new PacketPool();
        Packet packet = pool.Take([7, 8], headroomBytes: 4);
        packet.SetTransportHeader(1);
        packet.Push(100);
        Assert.Multiple(() =>
        {
            Assert.That(packet.LengthBytes, Is.EqualTo(102));
            Assert.That(packet.Data[100..].ToArray(), Is.EqualTo(new byte[] { 7, 8 }));
            Assert.That(packet.TransportOffset, Is.EqualTo(101));
        });
        packet.Kill();
        Assert.That(pool.Outstanding, Is.Zero);
    }

    [Test]
    public void PullThenPush_RestoresTheBytes()
    {
        var pool = new PacketPool();
        Packet packet = pool.Take([1, 2, 3, 4]);
        Packet clone = packet.Clone();
        clone.Pull(2);
        clone.Push(2);
        Assert.That(clone.Data.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        packet.Kill();
        clone.Kill();
    }

    [Test]
    public void Put_OnSharedData_DoesNotTouchTheOtherTail()
    {
        var pool = new PacketPool();
        Packet packet = pool.Take([1]);
        Packet clone = packet.Clone();
        packet.Put(1)[0] = 5;
        clone.Put(1)[0] = 6;
        Assert.That((packet.Data[1], clone.Data[1]), Is.EqualTo(((byte)5, (byte)6)));
        packet.Take(1);
        Assert.That(packet.LengthBytes, Is.EqualTo(1));
        packet.Kill();
        clone.Kill();
        Assert.That(pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Take_InSteadyState_AllocatesNothing()
    {
        var pool = new PacketPool();
        for (int warm = 0; warm < 2; warm++)
        {
            Cycle(pool);
        }

        long buffers = pool.BuffersAllocated;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1000; round++)
        {
            Cycle(pool);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Multiple(() =>
        {
            Assert.That(allocated, Is.Zero);
            Assert.That(pool.BuffersAllocated, Is.EqualTo(buffers));
            Assert.That(pool.Outstanding, Is.Zero);
        });
    }

    [Test]
    public void Take_TooLong_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new PacketPool().Take(PacketPool.MaximumBufferBytes));

    [Test]
    public void Pull_MoreThanThereIs_Throws()
    {
        Packet packet = new PacketPool().Take([1, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => packet.Pull(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => packet.Take(-1));
    }

    [Test]
    public void Batch_KeepsOrder()
    {
        var pool = new PacketPool();
        PacketBatch batch = default;
        batch.Append(pool.Take([1]));
        batch.Append(pool.Take([2]));
        Packet first = batch.Take()!;
        Assert.That(first.Data[0], Is.EqualTo(1));
        first.Kill();
        batch.Kill();
        Assert.That((batch.IsEmpty, pool.Outstanding), Is.EqualTo((true, 0L)));
    }

    [Test]
    public void Packets_ClonedWrittenAndKilledAtRandom_KeepTheirBytes([Values(1, 2, 3)] int seed)
    {
        var pool = new PacketPool();
        RandomStream random = new RandomRoot((ulong)seed).Stream("packets");
        var held = new List<(Packet Packet, byte[] Bytes)>();
        for (int step = 0; step < 20_000; step++)
        {
            int index = held.Count == 0 ? 0 : random.NextInt32(held.Count);
            switch (held.Count == 0 ? 0 : random.NextInt32(held.Count > 40 ? 8 : 6))
            {
                case 0:
                    byte[] data = new byte[random.NextInt32(4) == 0 ? random.NextInt32(4000) : random.NextInt32(200)];
                    random.NextBytes(data);
                    held.Add((pool.Take(data), data));
                    break;
                case 1:
                    held.Add((held[index].Packet.Clone(), (byte[])held[index].Bytes.Clone()));
                    break;
                case 2 when held[index].Bytes.Length > 0:
                    held[index].Packet.WritableData()[0] = held[index].Bytes[0] = (byte)step;
                    break;
                case 3:
                    int added = random.NextInt32(300);
                    held[index].Packet.Push(added)[..added].Fill((byte)step);
                    held[index] = (held[index].Packet,
                        [.. Enumerable.Repeat((byte)step, added), .. held[index].Bytes]);
                    break;
                case 4 when held[index].Bytes.Length > 1:
                    held[index].Packet.Put(3).Fill((byte)step);
                    held[index].Packet.Pull(1);
                    held[index] = (held[index].Packet,
                        [.. held[index].Bytes[1..], (byte)step, (byte)step, (byte)step]);
                    break;
                case 5:
                    PacketBatch clones = held[index].Packet.CloneBatch(5);
                    Assert.That(clones.Count, Is.EqualTo(5));
                    byte[] bytes = held[index].Bytes;
                    held.Add((clones.Take()!, (byte[])bytes.Clone()));
                    clones.Kill();
                    break;
                default:
                    held[index].Packet.Kill();
                    held.RemoveAt(index);
                    break;
            }

            if (step % 97 == 0)
            {
                Assert.That(
                    held.TrueForAll(one => one.Packet.Data.SequenceEqual(one.Bytes)), $"seed {seed}, step {step}");
            }
        }

        PacketBatch rest = default;
        held.ForEach(one => rest.Append(one.Packet));
        rest.Kill();
        Assert.That(pool.Outstanding, Is.Zero);
    }

    private static void Cycle(PacketPool pool)
    {
        Packet large = pool.Take(9000);
        Packet packet = pool.Take(100);
        Packet clone = packet.Clone();
        clone.WritableData()[0] = 1;
        Packet second = clone.Clone();
        clone.Kill();
        packet.Kill();
        second.Kill();
        large.Kill();
    }
}
