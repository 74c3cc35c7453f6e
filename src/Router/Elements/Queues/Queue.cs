using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>Stores packets until they are pulled, first in, first out; wakes who pulls and who pushes.</summary>
/// <syntax>Queue([CAPACITY 1000])</syntax>
/// <remarks>
/// Packets that find it full leave at output 1, if that is in use, else they end.
/// Its empty signal goes off only after some pulls in a row found nothing; its full signal goes off at once.
/// <c>FullNoteQueue</c> is another name of this class.
/// </remarks>
/// <handler name="length" access="r">Packets that it holds.</handler>
/// <handler name="highwater_length" access="r">The most packets that it ever held.</handler>
/// <handler name="capacity" access="rw">How many it may hold; a smaller one drops the last ones.</handler>
/// <handler name="drops" access="r">Packets that found no room.</handler>
/// <handler name="reset_counts" access="w">Starts <c>drops</c> and <c>highwater_length</c> again.</handler>
/// <handler name="reset" access="w">Drops all packets.</handler>
public sealed class Queue : StorageElement, INotifierSource
{
    private readonly Notifier _full = new();
    private SleepyNotifier _empty = new();

    /// <inheritdoc/>
    public override string ClassName => "Queue";

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => _empty.Notifier;

    /// <inheritdoc/>
    public Notifier? FullNotifier => _full;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _full.Join(Router, Notifier.Full);
        _empty.Notifier.Join(Router, Notifier.Empty);
        base.Configure(arguments);
        if (!IsFull)
        {
            _full.Wake();
        }
        else if (Length > 0)
        {
            _full.Sleep();
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (IsFull)
        {
            Drop(packet);
            return;
        }

        Enqueue(packet);
        _empty.Notifier.Wake();
        if (IsFull)
        {
            _full.SleepUnless(this, static queue => !queue.IsFull);
        }
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        if (batch.Count > Capacity - Length)
        {
            base.PushBatch(port, batch);
            return;
        }

        EnqueueBatch(batch);
        _empty.Notifier.Wake();
        if (IsFull)
        {
            _full.SleepUnless(this, static queue => !queue.IsFull);
        }
    }

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount)
    {
        PacketBatch batch = DequeueBatch(maximumCount);
        _empty.OnPull(!batch.IsEmpty, this);
        if (!batch.IsEmpty)
        {
            _full.Wake();
        }

        return batch;
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (Dequeue() is { } packet)
        {
            _empty.OnPull(gavePacket: true, this);
            _full.Wake();
            return packet;
        }

        _empty.OnPull(gavePacket: false, this);
        return null;
    }

    /// <inheritdoc/>
    protected override void OnStateTaken()
    {
        if (Length > 0)
        {
            _empty.Notifier.Wake();
        }

        if (IsFull)
        {
            _full.Sleep();
        }
    }
}
