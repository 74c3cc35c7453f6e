using System.Runtime.CompilerServices;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>Stores packets until they are pulled, first in, first out; wakes who pulls.</summary>
/// <syntax>NotifierQueue([CAPACITY 1000])</syntax>
/// <remarks>
/// Packets that find it full leave at output 1, if that is in use, else they end.
/// Its empty signal goes off only after some pulls in a row found nothing, so that a queue that hovers about
/// one packet does not keep turning it on and off.
/// </remarks>
/// <handler name="length" access="r">Packets that it holds.</handler>
/// <handler name="highwater_length" access="r">The most packets that it ever held.</handler>
/// <handler name="capacity" access="rw">How many it may hold; a smaller one drops the last ones.</handler>
/// <handler name="drops" access="r">Packets that found no room.</handler>
/// <handler name="reset_counts" access="w">Starts <c>drops</c> and <c>highwater_length</c> again.</handler>
/// <handler name="reset" access="w">Drops all packets.</handler>
public sealed class NotifierQueue : StorageElement, INotifierSource
{
    private SleepyNotifier _empty = new();

    /// <inheritdoc/>
    public override string ClassName => "NotifierQueue";

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => _empty.Notifier;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _empty.Notifier.Join(Router, Notifier.Empty);
        base.Configure(arguments);
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
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
    public override Packet? Pull(int port) => IsShared ? PullShared() : Fetch();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Store(int port, Packet packet)
    {
        if (IsFull)
        {
            return packet;
        }

        Enqueue(packet);
        _empty.Notifier.Wake();
        return null;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Fetch()
    {
        Packet? packet = Dequeue();
        _empty.OnPull(packet is not null);
        return packet;
    }

    /// <inheritdoc/>
    protected override void OnStateTaken() => _empty.Notifier.Wake();
}
