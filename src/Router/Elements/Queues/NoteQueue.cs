using System.Runtime.CompilerServices;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>A queue first in, first out that wakes who pulls and who pushes.</summary>
/// <remarks>Its full signal goes off at once.</remarks>
/// <typeparam name="TEmpty">When its empty signal goes off.</typeparam>
public abstract class NoteQueue<TEmpty> : StorageElement, INotifierSource
    where TEmpty : struct, IEmptySignal
{
    private readonly Notifier _full = new();
    private TEmpty _empty = new();

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => _empty.Notifier;

    /// <inheritdoc/>
    public Notifier? FullNotifier => _full;

    /// <inheritdoc/>
    public sealed override void Configure(ArgumentReader arguments)
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
    public sealed override void Push(int port, Packet packet)
    {
        if (IsShared)
        {
            PushShared(port, packet);
        }
        else if (Store(port, packet) is { } dropped)
        {
            Drop(dropped);
        }
    }

    /// <inheritdoc/>
    public sealed override Packet? Pull(int port) => IsShared ? PullShared() : Fetch();

    /// <inheritdoc/>
    public sealed override void PushBatch(int port, PacketBatch batch)
    {
        if (IsShared || batch.Count > Capacity - Length)
        {
            base.PushBatch(port, batch);
            return;
        }

        EnqueueBatch(batch);
        _empty.Notifier.Wake();
        if (IsFull)
        {
            _full.Sleep();
        }
    }

    /// <inheritdoc/>
    public sealed override PacketBatch PullBatch(int port, int maximumCount)
    {
        if (IsShared)
        {
            return base.PullBatch(port, maximumCount);
        }

        PacketBatch batch = DequeueBatch(maximumCount);
        _empty.OnPull(!batch.IsEmpty, Length);
        if (!batch.IsEmpty)
        {
            _full.Wake();
        }

        return batch;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected sealed override Packet? Store(int port, Packet packet)
    {
        if (IsFull)
        {
            return packet;
        }

        Enqueue(packet);
        _empty.Notifier.Wake();
        if (IsFull)
        {
            _full.Sleep();
        }

        return null;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected sealed override Packet? Fetch()
    {
        Packet? packet = Dequeue();
        _empty.OnPull(packet is not null, Length);
        if (packet is not null)
        {
            _full.Wake();
        }

        return packet;
    }

    /// <inheritdoc/>
    protected sealed override void OnStateTaken()
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
