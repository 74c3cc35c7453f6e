using System.Runtime.CompilerServices;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>A queue that wakes who pulls, but nobody who pushes.</summary>
/// <remarks>Its empty signal goes off only after some pulls in a row found nothing.</remarks>
public abstract class WakingQueue : StorageElement, INotifierSource
{
    private SleepyNotifier _empty = new();

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => _empty.Notifier;

    /// <inheritdoc/>
    public sealed override void Configure(ArgumentReader arguments)
    {
        _empty.Notifier.Join(Router, Notifier.Empty);
        base.Configure(arguments);
    }

    /// <inheritdoc/>
    public sealed override Packet? Pull(int port) => IsShared ? PullShared() : Fetch();

    /// <inheritdoc/>
    protected abstract override Packet? Store(int port, Packet packet);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected sealed override Packet? Fetch()
    {
        Packet? packet = Dequeue();
        _empty.OnPull(packet is not null, Length);
        return packet;
    }

    /// <summary>Turns the empty signal on: a packet came.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Wake() => _empty.Notifier.Wake();

    /// <inheritdoc/>
    protected sealed override void OnStateTaken() => Wake();
}
