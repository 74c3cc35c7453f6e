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
